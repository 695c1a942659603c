"""What descents, sweeps, their files and the numerical check say in English, in Chinese."""

from __future__ import annotations

DESCENT_PHRASES: dict[str, dict[str, str]] = {
    # the numerical check
    "{names}: not checked numerically, since {why}": {"zh": "{names}：没有做数值检验，因为{why}"},
    "its gradient is not a finite number": {"zh": "它的梯度不是有限的数"},
    "the values around the point tend to no slope": {"zh": "这一点附近的值没有确定的斜率"},
    "rounding hides so small a change of the output": {"zh": "输出的变化太小，被舍入误差淹没了"},
    "where chooses otherwise at the point than on both sides of it": {
        "zh": "where 在这一点的选择与两侧不同"
    },
    "a jump has a value at the point that it has on neither side of it": {
        "zh": "函数在这一点跳跃，此处的值与两侧都不同"
    },
    "it is a convention here, and need not lie between the slopes on both sides": {
        "zh": "这里的梯度是一种约定，不必介于两侧的斜率之间"
    },
    "the output jumps or oscillates within the steps of the difference": {
        "zh": "在差分的步长之内，输出有跳跃或振荡"
    },
    "what its contributions add up to is mostly rounding": {"zh": "各项贡献之和几乎全是舍入误差"},
    "a product on the way back is too small for a floating-point number": {
        "zh": "反向途中有一个乘积太小，浮点数放不下"
    },
    "the numerical check compares gradients of one number; sum() makes it one": {
        "zh": "数值检验比较的是一个数的梯度；sum() 可以把它变成一个数"
    },
    # files
    "{name} is empty": {"zh": "{name} 是空的"},
    "it must hold an expression, such as x*y": {"zh": "里面应当是一个表达式，例如 x*y"},
    "its first line must name the columns, as in x,y": {"zh": "第一行要写出各列的名字，例如 x,y"},
    "{name} is not UTF-8: byte {byte}": {"zh": "{name} 不是 UTF-8：其中有字节 {byte}"},
    "{name} is not UTF-8: byte {byte} at offset {n}, line {m}": {
        "zh": "{name} 不是 UTF-8：第 {m} 行、偏移 {n} 处的字节是 {byte}"
    },
    "save it as UTF-8": {"zh": "请用 UTF-8 保存"},
    "save it as UTF-8; it seems to be UTF-16": {"zh": "请用 UTF-8 保存；它看来是 UTF-16"},
    "{name} is too large: at most {n} characters are allowed": {
        "zh": "{name} 太大：最多允许 {n} 个字符"
    },
    "type the {what}; a line with Ctrl-D alone ends it": {
        "zh": "请输入{what}；单独一行 Ctrl-D 表示结束"
    },
    "program": {"zh": "程序"},
    "data": {"zh": "数据"},
    "the name must end in {suffix}": {"zh": "文件名要以 {suffix} 结尾"},
    "the name must end in {suffix} or {other}": {"zh": "文件名要以 {suffix} 或 {other} 结尾"},
    'pip install "gradcli[plot]", or pip install matplotlib': {
        "zh": '运行 pip install "gradcli[plot]"，或 pip install matplotlib'
    },
    "as in {text}": {"zh": "例如 {text}"},
    "as in {text}, or {other}": {"zh": "例如 {text} 或 {other}"},
    "the data are read from that file": {"zh": "数据正是从这个文件读入的"},
    "write to another one": {"zh": "请写到另一个文件"},
    "you may not write there": {"zh": "那里不允许写入"},
    "choose another place": {"zh": "请另选一处"},
    "--plot needs Matplotlib, which is not installed": {"zh": "--plot 需要 Matplotlib，但没有安装"},
    "--plot: {number} is too large to be drawn": {"zh": "--plot：{number} 太大，画不出来"},
    "--format csv has the numbers": {"zh": "--format csv 给出这些数"},
    # options of a descent
    "{option}: {text} is not a number of at least {n}": {
        "zh": "{option}：{text} 不是不小于 {n} 的数"
    },
    "{option}: {text} is not a number above {n}": {"zh": "{option}：{text} 不是大于 {n} 的数"},
    "{option}: {text} is not a number of at least {n} and below {m}": {
        "zh": "{option}：{text} 不是不小于 {n}、小于 {m} 的数"
    },
    "{option}: {text} is neither a whole number from 1 to {n} nor all": {
        "zh": "{option}：{text} 既不是 1 到 {n} 的整数，也不是 all"
    },
    "{option}: {n} is not in the range x>={least}": {"zh": "{option}：{n} 不能小于 {least}"},
    "--random-seed has nothing to do without --shuffle": {
        "zh": "没有 --shuffle 时，--random-seed 不起作用"
    },
    "add --shuffle, or drop it": {"zh": "加上 --shuffle，或去掉它"},
    "{option} belongs to another optimizer than {name}": {"zh": "{option} 不属于优化器 {name}"},
    "add {option}, or drop it": {"zh": "加上 {option}，或去掉它"},
    "--nesterov needs a momentum, and no --dampening": {
        "zh": "--nesterov 需要动量，且不能有 --dampening"
    },
    "{what} needs all samples in memory, and this file has too many for that": {
        "zh": "{what} 要把全部样本放进内存，而这个文件的样本太多"
    },
    "shuffle the file beforehand, as in shuf; or take them in its order": {
        "zh": "事先打乱文件，例如用 shuf；或按文件里的顺序取样本"
    },
    "give a number of samples for each step, as in --batch 1000": {
        "zh": "指定每步用多少个样本，例如 --batch 1000"
    },
    "allow more with --limit {name}=N": {"zh": "用 --limit {name}=N 放宽"},
    "--limit {name}={n} allows twice as many as usual": {"zh": "--limit {name}={n} 是通常的两倍"},
    "nothing": {"zh": "空"},
    # parameters, columns and samples
    "there is no parameter to fit": {"zh": "没有要训练的参数"},
    "name one with its first value: --param {name}=1": {
        "zh": "写出一个参数和它的初值：--param {name}=1"
    },
    "--param: the loss has no {name}": {"zh": "--param：损失里没有 {name}"},
    "the value must be finite": {"zh": "值必须是有限的"},
    "{name} is a parameter, but {other}": {"zh": "{name} 是参数，但{other}"},
    "{name} is given on the command line, but {other}": {
        "zh": "{name} 在命令行里给了值，但{other}"
    },
    "{option} gives it data": {"zh": "{option} 又给了它数据"},
    "it is a column of the data too": {"zh": "它也是数据的一列"},
    "give one of them another name": {"zh": "给其中一个换个名字"},
    "{option} is a list of samples, and --data has samples too": {
        "zh": "{option} 是一列样本，而 --data 里也有样本"
    },
    "give {name} as a column of the data, or as one number": {
        "zh": "把 {name} 写成数据的一列，或只给一个数"
    },
    "nothing is known of {names}": {"zh": "不知道 {names} 是什么"},
    "a parameter is --param {name}=1; data are --data FILE, or {option}": {
        "zh": "参数写成 --param {name}=1；数据写成 --data 文件名，或 {option}"
    },
    "{names} is neither a column of {file} nor a parameter": {
        "zh": "{names} 既不是 {file} 里的列，也不是参数"
    },
    "{names} are neither columns of {file} nor a parameter": {
        "zh": "{names} 既不是 {file} 里的列，也不是参数"
    },
    "did you mean {name}? the columns are {names}; a parameter to fit is --param {other}=1": {
        "zh": "是不是想写 {name}？数据的列有 {names}；要训练的参数写成 --param {other}=1"
    },
    "the columns are {names}; a parameter to fit is --param {name}=1": {
        "zh": "数据的列有 {names}；要训练的参数写成 --param {name}=1"
    },
    "the columns are not equally long: {texts}": {"zh": "各列的长度不同：{texts}"},
    "{name_of_column} has {length}, {name_of_another} has {its_length}": {
        "zh": "{name_of_column} 有 {length} 个，{name_of_another} 有 {its_length} 个"
    },
    "{name_of_column} has {length}, {others}": {"zh": "{name_of_column} 有 {length} 个，{others}"},
    "give one entry for each sample": {"zh": "每个样本对应一个数"},
    "it is a parameter, whose value is fitted": {"zh": "它是参数，值由训练得出"},
    "no expression of --predict has that name": {"zh": "--predict 的表达式里没有这个名字"},
    "--predict: no value for {names}": {"zh": "--predict：没有给 {names} 值"},
    # data files
    "{name} has names of columns, but no samples": {"zh": "{name} 里只有列名，没有样本"},
    "the data have no samples any more": {"zh": "数据里已经没有样本"},
    "{name} has more than {n} numbers, and cannot be read again for the next epoch": {
        "zh": "{name} 里的数超过 {n} 个，又不能为下一轮重新读取"
    },
    "save it to a file, and give that to --data": {"zh": "把它存成文件，再交给 --data"},
    "{name} is one JSON list, not a JSON object on each line": {
        "zh": "{name} 是一整个 JSON 列表，而不是每行一个 JSON 对象"
    },
    "{command} writes one object on each line": {"zh": "{command} 每行写出一个对象"},
    "the first line of {name} names no columns": {"zh": "{name} 的第一行没有列名"},
    "it must name them, as in x,y": {"zh": "第一行要写出列名，例如 x,y"},
    "{name} has no header: its first line is {text}": {"zh": "{name} 没有表头：第一行是 {text}"},
    "put a line with the names of the columns on top, as in x,y": {
        "zh": "在最上面加一行列名，例如 x,y"
    },
    "{name} has two columns called {text}": {"zh": "{name} 有两列都叫 {text}"},
    "rename one of them": {"zh": "给其中一列改名"},
    "{name}, line {n}: 1 cell, but the header has {m}": {
        "zh": "{name} 第 {n} 行：只有 1 格，而表头有 {m} 格"
    },
    "{name}, line {n}: {count} cells, but the header has {m}": {
        "zh": "{name} 第 {n} 行：有 {count} 格，而表头有 {m} 格"
    },
    "every row needs one cell for each column; a cell with a comma needs quotes": {
        "zh": "每行每列都要有一格；含逗号的格子要加引号"
    },
    "{name}, line {n}, column {key}: {message}": {"zh": "{name} 第 {n} 行 {key} 列：{message}"},
    "{name}, line {n}, {key}: {message}": {"zh": "{name} 第 {n} 行的 {key}：{message}"},
    "the cell is empty": {"zh": "这一格是空的"},
    "every sample needs a number": {"zh": "每个样本都要有一个数"},
    "{text} is not a number": {"zh": "{text} 不是数"},
    "{text} is not a finite number": {"zh": "{text} 不是有限的数"},
    "write decimals with a point": {"zh": "小数点写成点号"},
    "{text} stands twice": {"zh": "{text} 出现了两次"},
    "more than {n} lists inside one another": {"zh": "列表嵌套超过 {n} 层"},
    "each line holds one object, as in {text}": {"zh": "每行一个对象，例如 {text}"},
    "{why}: line {n} column {m} (char {place})": {"zh": "这不是 JSON，问题在第 {m} 列"},
    "line contains NUL": {"zh": "这一行里有空字符"},
    "field larger than field limit ({n})": {"zh": "有一格超过 {n} 个字符"},
    "this is not a JSON object": {"zh": "这不是 JSON 对象"},
    "this object": {"zh": "这个对象"},
    "there is no value": {"zh": "这里没有值"},
    "its shape is not that of the samples before": {"zh": "它的形状与前面的样本不同"},
    "this list is not a number, nor rows of numbers that are equally long": {
        "zh": "这个列表既不是数，也不是长度相同的若干行数"
    },
    "{text} is not made of finite numbers": {"zh": "{text} 里有不是有限数的元素"},
    # a descent that cannot go on
    "step {n} (epoch {m}, sample {number}): {message}": {
        "zh": "第 {n} 步（第 {m} 轮，样本 {number}）：{message}"
    },
    "step {n} (epoch {m}, sample {number} in shuffled order): {message}": {
        "zh": "第 {n} 步（第 {m} 轮，打乱后的样本 {number}）：{message}"
    },
    "at the first sample: {message}": {"zh": "在第一个样本处：{message}"},
    "after step {n} (epoch {m}): {message}": {"zh": "第 {n} 步之后（第 {m} 轮）：{message}"},
    "{message}; there {values}": {"zh": "{message}；当时 {values}"},
    "{name} = {value} becomes {other}": {"zh": "{name} = {value} 变成了 {other}"},
    "the square of the gradient of {name} is too large for a floating-point number, so that "
    "Adam's steps are 0": {"zh": "{name} 的梯度的平方超出了浮点数的范围，Adam 的步长因此为 0"},
    "make the loss smaller, as in 1e-100*(…), or choose other parameters at the start (--param)": {
        "zh": "把损失缩小，例如 1e-100*(…)，或换别的初值（--param）"
    },
    "change the parameters at the start (--param), or look at the data": {
        "zh": "换别的初值（--param），或检查数据"
    },
    "the steps are too long: try --lr {rate}": {"zh": "步子太大：试试 --lr {rate}"},
    "the steps are too long: try --lr {rate}, or other parameters at the start (--param)": {
        "zh": "步子太大：试试 --lr {rate}，或换别的初值（--param）"
    },
    "the gradient of {name} does not exist": {"zh": "{name} 的梯度不存在"},
    "a gradient is too large for a floating-point number": {"zh": "有一个梯度超出了浮点数的范围"},
    "the loss is {value}, but {kind} arises in the gradient on the edge from {node} back to "
    "{operand}": {"zh": "损失是 {value}，但在从 {node} 回到 {operand} 的边上，梯度出现了 {kind}"},
    "the output is an array of shape {shape}, not one number": {
        "zh": "输出是形状为 {shape} 的数组，不是一个数"
    },
    "the loss is {value}, but {kind} arises in the gradient on the edge from {node} back to "
    "{operand}; there {values}": {
        "zh": "损失是 {value}，但在从 {node} 回到 {operand} 的边上，"
        "梯度出现了 {kind}；当时 {values}"
    },
    "make it one number, as in mean(…) or sum(…)": {
        "zh": "把它变成一个数，例如用 mean(…) 或 sum(…)"
    },
    # notes
    "interrupted while the data were read; no step was taken": {
        "zh": "读取数据时被中断；一步也没有走"
    },
    "interrupted after step {n}; this is what was reached": {
        "zh": "在第 {n} 步之后被中断；以上是到此为止的结果"
    },
    "the mean loss is {loss} after {n} epochs, not above {until}": {
        "zh": "{n} 轮以后平均损失是 {loss}，没有超过 {until}"
    },
    "the mean loss is {loss} after {n} epochs, still above {until}": {
        "zh": "{n} 轮以后平均损失是 {loss}，仍高于 {until}"
    },
    "--accumulate: the gradients were never set to zero, so every step used the sum of all "
    "gradients so far, and not the gradient where it stood; steps overshoot": {
        "zh": "--accumulate：梯度从未清零，所以每一步用的都是到此为止全部梯度的和，"
        "而不是当前位置的梯度；步子会迈过头"
    },
    "{said}. Mean loss at the end: {one}; with zeroing it is {other}": {
        "zh": "{said}。最后的平均损失是 {one}；若每步清零，则是 {other}"
    },
    # sweeps
    "no variable is swept": {"zh": "没有要扫描的变量"},
    "give one a range, as in {text}": {"zh": "给一个变量写上范围，例如 {text}"},
    "a range is FIRST:LAST:STEP": {"zh": "范围写成“首:末:步长”"},
    "a list has numbers in it": {"zh": "列表里应当是数"},
    "the step is 0": {"zh": "步长是 0"},
    "the step leads away from the last number": {"zh": "按这个步长，会离末项越来越远"},
    "--wrt: {name} is not an input, and a sweep shows their gradients only": {
        "zh": "--wrt：{name} 不是输入，而扫描只给出对输入的梯度"
    },
    "the inputs are {names}": {"zh": "输入有 {names}"},
    "--scale: there is no value of {name} to scale": {"zh": "--scale：{name} 没有值，无法放大"},
    "a factor is one finite number": {"zh": "倍数应当是一个有限的数"},
    "{option}: {name} is not a finite number everywhere": {
        "zh": "{option}：{name} 并非处处都是有限的数"
    },
    "this grid would need more than {n} curves": {"zh": "画这个网格需要的曲线超过 {n} 条"},
    "give fewer values of {names}, or ask for a table": {"zh": "给 {names} 少取几个值，或改用表格"},
    # limits
    "{option}: {n} {what}: at most {most} are allowed": {
        "zh": "{option}：{what}共 {n} 个：最多允许 {most} 个"
    },
    "points of one sweep": {"zh": "一次扫描的点"},
    "epochs of one descent": {"zh": "一次训练的轮次"},
    "axes of one array": {"zh": "一个数组的轴"},
    "numbers of a data file kept in memory": {"zh": "放进内存的数据文件里的数"},
    "numbers in the passes for a Jacobian, one for each element of the output": {
        "zh": "算雅可比矩阵时（输出的每个元素反向传播一次）要算的数"
    },
    "products of fractions in one @": {"zh": "一个 @ 里分数的乘积"},
    "products of unlike fractions in one @": {"zh": "一个 @ 里分母不同的分数的乘积"},
    "take a larger step": {"zh": "把步长取大一些"},
    "take longer steps, or go on from the parameters that were reached": {
        "zh": "步子迈大一些，或从已得到的参数继续"
    },
    "use fewer axes": {"zh": "减少轴数"},
    "a sum of the output, or --seed, needs one pass": {
        "zh": "对输出求和，或用 --seed，只需反向传播一次"
    },
    "without --exact it is quick": {"zh": "去掉 --exact 就很快"},
}
