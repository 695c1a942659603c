"""What a command says of its options, the program, values and shapes, in Chinese."""

from __future__ import annotations

COMMAND_PHRASES: dict[str, dict[str, str]] = {
    "{file}, line {n}: {message}": {"zh": "{file} 第 {n} 行：{message}"},
    "standard input": {"zh": "标准输入"},
    # options
    "{command} lists the options": {"zh": "{command} 列出所有选项"},
    "{option}: '{text}' is not one of {words}": {"zh": "{option}：“{text}”不可用，只能是 {words}"},
    "{option}: {n} is not in the range {least}<=x<={most}": {
        "zh": "{option}：{n} 不在 {least} 到 {most} 的范围内"
    },
    "{option}: '{text}' is not a valid integer range": {"zh": "{option}：“{text}”不是整数"},
    "option '{option}' requires an argument": {"zh": "{option} 需要一个值"},
    "option '{option}' does not take a value": {"zh": "{option} 后面不写值"},
    "got unexpected extra argument ({text})": {"zh": "多出了 {text}"},
    "got unexpected extra arguments ({text})": {"zh": "多出了 {text}"},
    "--fragment leaves a document away, and only LaTeX and HTML have one": {
        "zh": "--fragment 省去外面的文档，只用于 LaTeX 和 HTML"
    },
    "add --format latex or --format html": {"zh": "加上 --format latex 或 --format html"},
    "a lesson page goes through one backward pass": {"zh": "课件页面只走一遍反向传播"},
    "drop --backward; gradcli eval --backward shows how gradients accumulate": {
        "zh": "去掉 --backward；gradcli eval --backward 展示梯度怎样累加"
    },
    "{one} and {other} do not go together: {why}": {"zh": "{one} 不能与 {other} 同时使用：{why}"},
    "the Jacobian has a row for every element of the output, and needs no seed": {
        "zh": "雅可比矩阵对输出的每个元素各有一行，不需要种子"
    },
    "the Jacobian is worked out once, and accumulates nothing": {
        "zh": "雅可比矩阵只算一次，不累加"
    },
    "one shows more steps than the expression, the other fewer": {
        "zh": "一个显示的步骤比表达式多，另一个比它少"
    },
    "fractions have no inf and no nan": {"zh": "分数里没有 inf 和 nan"},
    "what is saved depends on the steps inside a statement": {
        "zh": "保留哪些值取决于语句内部的步骤"
    },
    "the bare numbers have no other format": {"zh": "只列出数时没有别的格式"},
    "the bare numbers leave no room for what is saved": {"zh": "只列出数时无法列出保留的值"},
    "the bare numbers leave no room for the check": {"zh": "只列出数时无法列出检验结果"},
    "the bare numbers leave no room for the steps": {"zh": "只列出数时无法列出各步"},
    "it shows every digit": {"zh": "它给出全部数位"},
    "drop one of them": {"zh": "去掉其中一个"},
    "the name {file} does not tell what kind of picture to write": {
        "zh": "从文件名 {file} 看不出要写哪种图"
    },
    "end it in one of {forms}; or name the kind with --format": {
        "zh": "以 {forms} 之一结尾；或用 --format 指定"
    },
    "a {form} cannot be shown in a terminal": {"zh": "终端里无法显示 {form}"},
    "-o {file} writes a file": {"zh": "-o {file} 把它写成文件"},
    # pictures
    "of {n} nodes each named statement is drawn as one, as by --coarse": {
        "zh": "共 {n} 个节点：每个有名字的语句画成一个节点，如同 --coarse"
    },
    "only the values are drawn; gradcli eval --jacobian shows the Jacobians": {
        "zh": "只画出值；gradcli eval --jacobian 给出雅可比矩阵"
    },
    "{n} nodes are too many for a picture: at most {m} are drawn": {
        "zh": "{n} 个节点太多，画不成图：最多画 {m} 个"
    },
    "give names to the steps that matter, and draw those with --coarse": {
        "zh": "给要紧的步骤起名，再用 --coarse 画图"
    },
    # arrays
    "the shapes {shapes} do not fit: concat along axis {n} needs the other lengths to be equal": {
        "zh": "形状 {shapes} 不相配：沿轴 {n} 拼接时，其余各长度要相等"
    },
    "dot takes vectors and matrices": {"zh": "dot 作用于向量和矩阵"},
    "write @ for stacks of matrices": {"zh": "多个矩阵叠在一起时写 @"},
    "one axis is needed here": {"zh": "这里需要一个轴"},
    "give a whole number, as in axis=0": {"zh": "写一个整数，例如 axis=0"},
    "the step of a slice is 0": {"zh": "切片的步长是 0"},
    "leave it out, or use 1 or -1": {"zh": "去掉它，或用 1 或 -1"},
    "one of them may be -1, which means whatever is left": {
        "zh": "其中一个可以是 -1，表示由其余的长度决定"
    },
    "[{text}] is not a shape: lengths are 1 or more": {"zh": "[{text}] 不是形状：各长度至少为 1"},
    "ddof={n} leaves nothing to divide by: there is only {count}": {
        "zh": "ddof={n} 时除数为 0：只有 {count}"
    },
    "more than {n} are needed; ddof=0 divides by n": {"zh": "需要多于 {n} 个；ddof=0 时除以 n"},
    (
        "the shapes {one} and {other} do not fit: {name} compares prediction and target "
        "element by element"
    ): {"zh": "形状 {one} 和 {other} 不相配：{name} 逐元素比较预测和目标"},
    "reshape one of them to the shape of the other": {"zh": "把其中一个变成另一个的形状"},
    "--limit {name}: {text} is no whole number from 1 to {m}": {
        "zh": "--limit {name}：{text} 不是 1 到 {m} 的整数"
    },
    "the primitive steps of {name} have no value here, although the function has one": {
        "zh": "{name} 在这里有值，但它的基本步骤没有值"
    },
    "without --expand it is computed in a form that holds": {
        "zh": "不加 --expand 时用另一种形式计算"
    },
    # values of variables
    "add {options}": {"zh": "加上 {options}"},
    "add {options}, or write {fix} for {name}": {"zh": "加上 {options}；或把 {name} 写成 {fix}"},
    "the expression has no variable {name}; its variables are {names}": {
        "zh": "表达式里没有变量 {name}；它的变量是 {names}"
    },
    "the expression has no variable {name}; it has no variables": {
        "zh": "表达式里没有变量 {name}；它没有变量"
    },
    "there is no option {option}": {"zh": "没有选项 {option}"},
    "did you mean --{name}?": {"zh": "是不是想写 --{name}？"},
    "--{name}=VALUE takes any text for it": {"zh": "写成 --{name}=值"},
    "{option} needs a value": {"zh": "{option} 需要一个值"},
    "write one behind it: {option} 1": {"zh": "在后面写上值：{option} 1"},
    "{name} is given twice": {"zh": "{name} 给了两次"},
    "give each value once": {"zh": "每个值只给一次"},
    "--{option} {text}: a name and a value are needed": {"zh": "--{option} {text}：需要名字和值"},
    "--{option} NAME=VALUE, as in --{option} x=3": {
        "zh": "写成 --{option} 名字=值，例如 --{option} x=3"
    },
    "a value must be a number, or inf": {"zh": "值应当是一个数，或 inf"},
    "{names} and {n} more": {"zh": "{names} 等（另有 {n} 个）"},
    "--wrt: nothing in the expression is called {name}": {"zh": "--wrt：表达式里没有 {name}"},
    "its names are {names}": {"zh": "其中的名字有 {names}"},
    # the program
    "there is more than one expression: the second is {text}": {
        "zh": "表达式不止一个：第二个是 {text}"
    },
    "a value is given with two dashes: {option}": {"zh": "赋值要写两个短横线：{option}"},
    "a value is given with its name: {option}": {"zh": "赋值要写出变量名：{option}"},
    'put a list in quotes, as in --{name} "[1, 2]"': {
        "zh": '给列表加上引号，例如 --{name} "[1, 2]"'
    },
    'put the whole expression in quotes, as in "x * y"': {
        "zh": '给整个表达式加上引号，例如 "x * y"'
    },
    "what follows -- is no option: put options before it": {
        "zh": "-- 后面的不再是选项：请把选项写在它前面"
    },
    "an option of that name has two dashes: {option}": {"zh": "选项要写两个短横：{option}"},
    "an expression is given, {text}, and a file too": {"zh": "既给了表达式 {text}，又给了文件"},
    "choose one of them; for a variable called file write --set file={value}": {
        "zh": "二者选一；给名为 file 的变量赋值，写 --set file={value}"
    },
    "this command has no option -o: it writes to standard output": {
        "zh": "这个命令没有选项 -o：结果写到标准输出"
    },
    "end the line in > {file}": {"zh": "在行末加上 > {file}"},
    "the result goes to standard output: end the line in > FILE": {
        "zh": "结果写到标准输出：在行末加上 > 文件名"
    },
    "eval, explain and graph have --ieee": {"zh": "eval、explain 和 graph 有 --ieee"},
    "{text} is not read as an option": {"zh": "{text} 不能当作选项"},
    "write it with plain dashes: {option}": {"zh": "请用半角短横书写：{option}"},
    "choose one of them": {"zh": "二者选一"},
    # derivatives
    "the derivative does not depend on {names}": {"zh": "导数与 {names} 无关"},
    "the expression has no variables: its derivative is 0": {
        "zh": "表达式里没有变量：它的导数是 0"
    },
    "the shape of {name} is not known, and the gradient depends on it here": {
        "zh": "{name} 的形状未知，而这里的梯度与它有关"
    },
    'give a value of that shape, as in {option}"[1, 2, 3]"; 1 for a number': {
        "zh": '给一个那种形状的值，例如 {option}"[1, 2, 3]"；一个数就写 1'
    },
    "the gradient of {name} cannot be written as an expression of the language": {
        "zh": "{name} 的梯度无法写成这里的表达式"
    },
    "a long slice with steps": {"zh": "带步长的长切片"},
    "gradcli eval with --wrt works out its numbers": {
        "zh": "gradcli eval 加 --wrt 可以算出它的数值"
    },
    "make it one number, as in sum(…)": {"zh": "把它变成一个数，例如用 sum(…)"},
    "nothing in the program is called {name}": {"zh": "程序里没有 {name}"},
    "make it one number, as in sum(…); or weight its elements with --seed {seed}; "
    "or ask for all its gradients with gradcli eval --jacobian": {
        "zh": "把它变成一个数，例如用 sum(…)；或用 --seed {seed} 给各元素加权；"
        "或用 gradcli eval --jacobian 求全部梯度"
    },
    "the seed has the shape {shape}, the output {other}: they must be the same": {
        "zh": "种子的形状是 {shape}，输出的形状是 {other}：二者必须相同"
    },
    "derivatives of order {n} are written with respect to numbers, and {name} is an array": {
        "zh": "{n} 阶导数只对数书写，而 {name} 是数组"
    },
    "the gradient can be given to gradcli eval - with --jacobian": {
        "zh": "可以把梯度交给 gradcli eval - --jacobian"
    },
    "{n} names and order {order} make {count} derivatives: at most {most} are written": {
        "zh": "{n} 个名字的 {order} 阶导数共有 {count} 个：最多写出 {most} 个"
    },
    "name fewer with --wrt": {"zh": "用 --wrt 少写几个名字"},
    "the Python form is for numbers, and this derivative is about arrays": {
        "zh": "Python 形式只用于数，而这个导数里有数组"
    },
    "leave --format out: gradcli.parse and gradcli.evaluate work with the text": {
        "zh": "不写 --format：gradcli.parse 和 gradcli.evaluate 可以使用文本形式"
    },
    "the shapes do not fit together": {"zh": "形状不相配"},
    # shapes
    "from the right, each length must be the same on both sides, or 1": {
        "zh": "从右往左，两边每个长度都要相同，或其中一个为 1"
    },
    "scalar": {"zh": "标量"},
    "the shapes {shapes} do not fit: {why}": {"zh": "形状 {shapes} 不相配：{why}"},
    "{one} and {other}": {"zh": "{one} 和 {other}"},
    "the inner two must be equal": {"zh": "中间的两个长度要相同"},
    "{n} columns on the left, {m} rows on the right": {"zh": "左边 {n} 列，右边 {m} 行"},
    "{n} columns on the left, {m} elements on the right": {"zh": "左边 {n} 列，右边 {m} 个元素"},
    "{n} elements on the left, {m} rows on the right": {"zh": "左边 {n} 个元素，右边 {m} 行"},
    "{n} elements on the left, {m} elements on the right": {
        "zh": "左边 {n} 个元素，右边 {m} 个元素"
    },
    "@ needs vectors or matrices": {"zh": "@ 作用于向量或矩阵"},
    "the axes before the last two must be equal, or 1": {
        "zh": "最后两个轴之前的各轴长度要相同，或为 1"
    },
    "{fix} would fit": {"zh": "{fix} 就相配"},
    "{fix} or {other} would fit": {"zh": "{fix} 或 {other} 就相配"},
    "what is stacked must have equal shapes": {"zh": "叠在一起的各项形状要相同"},
    "multiply by a scalar with *": {"zh": "与一个数相乘用 *"},
    "outer takes two vectors": {"zh": "outer 作用于两个向量"},
    "make a vector of a matrix first, with reshape(a, -1)": {
        "zh": "先用 reshape(a, -1) 把矩阵变成向量"
    },
    "a scalar cannot be joined end to end": {"zh": "一个数不能首尾相接"},
    "stack makes a vector of scalars: [a, b]": {"zh": "stack 用数组成向量：[a, b]"},
    "axis {axis} is out of range: there are {n} axes, 0 to {last}": {
        "zh": "没有轴 {axis}：共有 {n} 个轴，从 0 到 {last}"
    },
    "axis {axis} is out of range: a vector has only axis 0": {"zh": "没有轴 {axis}：向量只有轴 0"},
    "axis {axis} is named twice": {"zh": "轴 {axis} 写了两次"},
    "axis=0 runs down the columns, axis=1 along the rows, axis=-1 is the last": {
        "zh": "axis=0 沿列向下，axis=1 沿行向右，axis=-1 是最后一个轴"
    },
    "index {index} is out of range: there are {n} elements": {
        "zh": "下标 {index} 超出范围：共有 {n} 个元素"
    },
    "the first is 0, the last {last} or -1": {"zh": "第一个是 0，最后一个是 {last} 或 -1"},
    "the slice {slice} is empty: there are {n} elements": {
        "zh": "切片 {slice} 是空的：共有 {n} 个元素"
    },
    "the {n} elements of shape {shape} do not fill the shape {other}": {
        "zh": "形状 {shape} 的 {n} 个元素填不满形状 {other}"
    },
    "the lengths must multiply to {n}": {"zh": "各长度的乘积应当是 {n}"},
    "class {text} is not a whole number": {"zh": "类别 {text} 不是整数"},
    "probabilities need the shape of the scores, {shape}": {
        "zh": "概率的形状要与得分相同，即 {shape}"
    },
    "there is no class {text}: {n} scores are for classes 0 to {last}": {
        "zh": "没有类别 {text}：{n} 个得分对应类别 0 到 {last}"
    },
    "classes are counted from 0": {"zh": "类别从 0 数起"},
    # values that do not exist
    "{text} is not defined here: {values}, and {name} needs {domain}": {
        "zh": "{text} 在这里没有定义：{values}，而 {name} 要求 {domain}"
    },
    "{text} is not defined here: {name} needs {domain}; here {values}": {
        "zh": "{text} 在这里没有定义：{name} 要求 {domain}；这里 {values}"
    },
    "the divisor is 0": {"zh": "除数是 0"},
    "{text} is not defined here: the divisor is 0": {"zh": "{text} 在这里没有定义：除数是 0"},
    "{why}; first at element {place}": {"zh": "{why}；首先出现在元素 {place} 处"},
    "{origin}; --ieee carries on with inf and nan": {
        "zh": "{origin}；--ieee 会带着 inf 和 nan 继续算下去"
    },
    "{origin}; --exact has no inf and no nan; without it, --ieee carries on with inf and nan": {
        "zh": "{origin}；--exact 里没有 inf 和 nan；去掉它，--ieee 会带着 inf 和 nan 继续算下去"
    },
    "--ieee carries on with inf and nan": {"zh": "--ieee 会带着 inf 和 nan 继续算下去"},
    "--exact has no inf and no nan; without it, {text}": {
        "zh": "--exact 里没有 inf 和 nan；去掉它，{text}"
    },
    # limits
    "{n} {what}: at most {most} are allowed": {"zh": "{what}共 {n} 个：最多允许 {most} 个"},
    "characters in one program": {"zh": "一个程序里的字符"},
    "levels of brackets, calls, signs and powers": {"zh": "括号、函数、正负号和幂的嵌套层数"},
    "nodes in one graph": {"zh": "一个图里的节点"},
    "elements in one array": {"zh": "一个数组里的元素"},
    "numbers in all values of one graph, a fraction in an array counting as 16": {
        "zh": "一个图的所有值里的数（数组里的分数算 16 个）"
    },
    "work its parts one by one": {"zh": "把它拆开，逐个计算"},
    "name the inner parts: q = …": {"zh": "给内层的式子起名：q = …"},
    "make the array smaller": {"zh": "用小一些的数组"},
    "make the arrays smaller, or work the parts one by one": {
        "zh": "用小一些的数组，或把它拆开，逐个计算"
    },
    "{advice}; or allow more with --limit {name}=N": {"zh": "{advice}；或用 --limit {name}=N 放宽"},
    "--limit: there is no limit {name}": {"zh": "--limit：没有名为 {name} 的限制"},
    "the limits are {names}": {"zh": "可用的限制有 {names}"},
}
