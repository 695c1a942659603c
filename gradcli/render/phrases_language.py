"""What the language says of a program or an answer that cannot be read, in Chinese."""

from __future__ import annotations

LANGUAGE_PHRASES: dict[str, dict[str, str]] = {
    "the axis of {name} is given by its name": {"zh": "{name} 的轴要写出名字"},
    "did you mean {fix}? The larger or smaller of two, element by element, is {other}": {
        "zh": "是不是想写 {fix}？逐元素比较两个数写成 {other}"
    },
    "nothing follows the last comma": {"zh": "最后一个逗号后面什么也没有"},
    "the number is too large for a floating-point number": {"zh": "这个数太大，浮点数放不下"},
    "the largest is about 1.8e308; infinity is written inf": {
        "zh": "最大约为 1.8e308；无穷大写成 inf"
    },
    "the values of variables do not stand in the expression": {"zh": "变量的值不写在表达式里"},
    "on a command line write {fix} behind it": {"zh": "在命令行里把 {fix} 写在它后面"},
    "a subscript has no braces": {"zh": "下标不加花括号"},
    "functions are not defined in a program": {"zh": "程序里不能定义函数"},
    # nothing there
    "there is no expression": {"zh": "这里没有表达式"},
    "write one, such as (x + y)*z": {"zh": "写一个，例如 (x + y)*z"},
    "there is nothing between the brackets": {"zh": "括号里什么也没有"},
    "write an expression there, or leave the brackets out": {"zh": "在里面写表达式，或去掉括号"},
    "{name}() has no argument": {"zh": "{name}() 里没有自变量"},
    "write what it is applied to, as in {name}(x)": {"zh": "写上作用的对象，例如 {name}(x)"},
    "a list needs at least one element": {"zh": "列表至少要有一个元素"},
    "write the elements with commas between them: [1, 2, 3]": {"zh": "用逗号隔开元素：[1, 2, 3]"},
    "an index is missing": {"zh": "缺少下标"},
    "write a whole number or a slice, as in w[0] or w[1:3]": {
        "zh": "写一个整数或切片，例如 w[0] 或 w[1:3]"
    },
    "an argument is missing here": {"zh": "这里缺少一个自变量"},
    "write it, or take a comma away": {"zh": "补上它，或去掉一个逗号"},
    # signs
    "a sign is missing between {left} and {right}": {"zh": "{left} 和 {right} 之间缺少运算符"},
    "did you mean {fix}?": {"zh": "是不是想写 {fix}？"},
    "{word} is not read as a sign": {"zh": "{word} 不能当作运算符"},
    "a mixed number is written as a sum": {"zh": "带分数要写成和的形式"},
    "the expression stands in typographic quotation marks, {sign} and {closing}": {
        "zh": "表达式放在了中文引号 {sign} 和 {closing} 里"
    },
    "take the quotation marks away": {"zh": "去掉引号"},
    "two numbers stand side by side": {"zh": "两个数并排写在一起"},
    "did you mean {fix}? For a list write {list}": {"zh": "是不是想写 {fix}？列表写成 {list}"},
    "did you mean {fix}, or {other}?": {"zh": "是不是想写 {fix} 或 {other}？"},
    "the digits of a number are written without a break": {"zh": "一个数的各位数字之间不留空格"},
    "a decimal fraction is written with a point": {"zh": "小数用点号书写"},
    "the exponent of {number} is missing": {"zh": "{number} 缺少指数"},
    "write it as in 1e-3, or {mantissa}*e for the number e": {
        "zh": "写成 1e-3 这样；如果 e 是自然常数，写成 {mantissa}*e"
    },
    "{number} is not a decimal number": {"zh": "{number} 不是十进制数"},
    "numbers are written with the digits 0 to 9: {fix}": {"zh": "数用 0 到 9 书写：{fix}"},
    "units are not part of the language": {"zh": "不能写单位"},
    "write the number alone: {number}. If {unit} is a variable, {number}*{unit}": {
        "zh": "只写数：{number}；如果 {unit} 是变量，写成 {number}*{unit}"
    },
    "the argument of {name} needs brackets": {"zh": "{name} 的自变量要加括号"},
    "a power of a function stands behind its argument": {"zh": "函数的幂写在自变量的后面"},
    "derivatives are not written in the expression": {"zh": "表达式里不写导数"},
    "write the function itself: every gradient is worked out": {"zh": "只写函数本身"},
    "choices are written with where": {"zh": "分情况要用 where 书写"},
    "where(condition, a, b) is a where the condition holds, and b elsewhere": {
        "zh": "where(条件, a, b)：条件成立时取 a，否则取 b"
    },
    "nothing follows {sign}": {"zh": "{sign} 后面什么也没有"},
    "write the second operand, or take {sign} away": {"zh": "补上后面的数，或去掉 {sign}"},
    "% is the remainder here": {"zh": "% 在这里是求余数"},
    "nothing stands before {sign}": {"zh": "{sign} 前面什么也没有"},
    "write the first operand, or take {sign} away": {"zh": "补上前面的数，或去掉 {sign}"},
    "{left} and {right} cannot stand side by side": {"zh": "{left} 和 {right} 不能连在一起"},
    "take one of them away": {"zh": "去掉其中一个"},
    "{sign} is not part of the language": {"zh": "不能使用 {sign}"},
    "the factorial of n is gamma(n + 1)": {"zh": "n 的阶乘写成 gamma(n + 1)"},
    "conditions are joined by the word and": {"zh": "条件之间用 and 连接"},
    "conditions are joined by the word or": {"zh": "条件之间用 or 连接"},
    "write abs(x), or norm(x) for the length of a vector": {
        "zh": "写成 abs(x)；向量的长度写成 norm(x)"
    },
    "a condition is turned round by the word not": {"zh": "条件取反用 not"},
    "write {fix}": {"zh": "写成 {fix}"},
    "only values and gradients are worked out": {"zh": "这里只计算值和梯度"},
    "{sign} cannot be read": {"zh": "{sign} 无法识别"},
    "= gives a name to what follows; it stands once in a statement, behind the name": {
        "zh": "等号用来给后面的式子起名，一个语句里只出现一次"
    },
    "to compare, write ==; for a second statement begin a new line": {"zh": "比较要写成 =="},
    "the name before = is missing": {"zh": "等号前面缺少名字"},
    "write one, as in q = x + y": {"zh": "写一个，例如 q = x + y"},
    "nothing follows {name} =": {"zh": "{name} = 后面什么也没有"},
    "write an expression, as in {name} = a + b": {"zh": "写一个表达式，例如 {name} = a + b"},
    "{sign} is not a comparison": {"zh": "{sign} 不是比较符号"},
    # brackets and commas
    "{bracket} is never closed": {"zh": "{bracket} 没有闭合"},
    "write {closing} where it ends": {"zh": "在结束处写 {closing}"},
    "{bracket} closes nothing": {"zh": "{bracket} 没有对应的左括号"},
    "take it away, or write {opening} where it begins": {"zh": "去掉它，或在开始处写 {opening}"},
    "{opening} is closed by {bracket}": {"zh": "{opening} 却用 {bracket} 闭合"},
    "braces are not part of the language": {"zh": "不能使用花括号"},
    "write ( ) round an expression and [ ] round a list": {"zh": "表达式用 ( )，列表用 [ ]"},
    "a comma stands only between the arguments of a function and in lists": {
        "zh": "逗号只能出现在函数的自变量之间和列表里"
    },
    "for a list write {fix}; statements are separated by a semicolon": {"zh": "列表写成 {fix}"},
    "a list is written in square brackets": {"zh": "列表用方括号书写"},
    "a colon stands only in a slice, as in w[1:3]": {"zh": "冒号只能出现在切片里，例如 w[1:3]"},
    "take it away": {"zh": "去掉它"},
    "behind a dot stands the name of a function": {"zh": "点号后面应当是函数名"},
    "write it, as in y.sum()": {"zh": "补上它，例如 y.sum()"},
    "a text in quotes can only be the value of an option": {"zh": "答案里不能有引号"},
    "leave the quotes out": {"zh": "去掉引号"},
    "{sign} has no partner": {"zh": "{sign} 没有成对"},
    "an index is a whole number, or a slice of whole numbers": {"zh": "下标是整数或整数的切片"},
    "an index is a whole number": {"zh": "下标是整数"},
    "write it as in w[0], w[-1] or w[1:3]": {"zh": "写成 w[0]、w[-1] 或 w[1:3] 这样"},
    "the step of a slice cannot be 0": {"zh": "切片的步长不能是 0"},
    "the rows of this list have different lengths": {"zh": "列表各行的长度不同"},
    "write as many numbers in each row": {"zh": "每行写同样多的数"},
    # functions and names
    "{name} cannot take {count}": {"zh": "{name} 的自变量个数不对"},
    "it is written {forms}": {"zh": "应写成 {forms}"},
    "{name} is not a function": {"zh": "{name} 不是函数"},
    "there is no function {name}": {"zh": "没有名为 {name} 的函数"},
    "these begin so: {names}": {"zh": "以它开头的有 {names}"},
    "gradcli functions lists them all": {"zh": "gradcli functions 列出所有函数"},
    "did you mean {fix}? `gradcli functions` lists all of them": {
        "zh": "是不是想写 {fix}？`gradcli functions` 列出所有函数"
    },
    "`gradcli functions` lists all of them": {"zh": "`gradcli functions` 列出所有函数"},
    "{name} is written without {module}.": {"zh": "{name} 前面不写 {module}."},
    "{name} needs brackets behind a dot": {"zh": "点号后面的 {name} 要加括号"},
    "there is nothing called {name} behind a dot": {"zh": "点号后面没有名为 {name} 的东西"},
    "A.T is the transpose, and y.sum() the same as sum(y)": {
        "zh": "A.T 是转置，y.sum() 就是 sum(y)"
    },
    "{name} is a word of the language": {"zh": "{name} 是保留的词"},
    "comparisons do not chain": {"zh": "比较不能连写"},
    "a condition stands only as the first argument of where": {
        "zh": "条件只能作 where 的第一个自变量"
    },
    "a condition is needed here": {"zh": "这里需要一个条件"},
    # options, names and statements
    "write {name} = and the expression: its variables need no brackets": {
        "zh": "写成 {name} = 加表达式：变量不用写在括号里"
    },
    "a name is given once; take a new one, as in {name}2 = {name} {operator} 1": {
        "zh": "一个名字只能起一次；换个新名字，例如 {name}2 = {name} {operator} 1"
    },
    "the brackets are still open where the statement ends": {"zh": "语句结束时括号还没有闭合"},
    "close them before the semicolon, or write a comma": {"zh": "在分号前闭合括号，或写逗号"},
    'a text in quotes, such as reduction="sum", ends on the same line': {
        "zh": '引号里的文字（例如 reduction="sum"）要在同一行结束'
    },
    "every gradient is worked out without it; a transpose is written A.T": {
        "zh": "不用写它，梯度都会算出来；转置写成 A.T"
    },
    "a transpose is written A.T": {"zh": "转置写成 A.T"},
    "a transpose is written with .T": {"zh": "转置写成 .T"},
    "angles are in radians: 90 degrees are 90*pi/180": {"zh": "角用弧度：90 度写成 90*pi/180"},
    "the value of {name}= is a plain number or word": {"zh": "{name}= 的值应当是一个数或一个词"},
    "work it out, and write the result there": {"zh": "先算出来，再把结果写在那里"},
    "{option}= cannot be {value}": {"zh": "{option}= 不能是 {value}"},
    "{name} has no option {option}=": {"zh": "{name} 没有选项 {option}="},
    "it takes {names}": {"zh": "它的选项有 {names}"},
    "{option} is an operand of {name}, given by its place": {
        "zh": "{option} 是 {name} 的操作数，按位置书写"
    },
    "{name} has no options": {"zh": "{name} 没有选项"},
    "= does not compare": {"zh": "= 不是比较"},
    "an operand stands behind the option {option}=": {"zh": "选项 {option}= 后面还有操作数"},
    "options come last": {"zh": "选项写在最后"},
    "{option} is an option, given by its name": {"zh": "{option} 是选项，要写出名字"},
    "the shape is given in whole numbers": {"zh": "形状用整数书写"},
    "take another name": {"zh": "换一个名字"},
    "{name} is given a second time": {"zh": "{name} 起了两次名"},
    "a name stands for one node; take a new name here": {
        "zh": "一个名字只代表一个节点；这里换个新名字"
    },
    "{name} is used before it is given": {"zh": "{name} 还没有给出就用了"},
    "move `{name} = …` up, or take another name": {"zh": "把 `{name} = …` 移到前面，或换一个名字"},
    "{name} is used as the constant here, and given a value further down": {
        "zh": "{name} 在这里是常数，后面却又给了它值"
    },
    "take another name for one of them, or move `{name} = …` up": {
        "zh": "给其中一个换名字，或把 `{name} = …` 移到前面"
    },
    "this statement has no name, and is not the last": {"zh": "这个语句没有名字，又不是最后一个"},
    "give it one: q = {text}": {"zh": "给它起名：q = {text}"},
    "possible here: {words}": {"zh": "这里可以写：{words}"},
    # characters
    "it is not clear what follows the superscript {sign}": {"zh": "上标 {sign} 后面的内容不明确"},
    "put the power in brackets, as in (x^2)^3 or x^(2^3)": {
        "zh": "给幂加括号，例如 (x^2)^3 或 x^(2^3)"
    },
    "the superscript {sign} stands behind nothing": {"zh": "上标 {sign} 前面什么也没有"},
    "write what it is a power of": {"zh": "写上它是谁的幂"},
    "{sign} is not a power": {"zh": "{sign} 不是幂"},
    "write it with ^ and digits, as in x^2": {"zh": "用 ^ 和数字书写，例如 x^2"},
    "there is a character that cannot be seen, {character}": {
        "zh": "有一个看不见的字符 {character}"
    },
    "delete it, or type the text anew": {"zh": "删掉它，或重新输入"},
    "{sign} is a typographic quotation mark": {"zh": "{sign} 是印刷用的引号"},
    'write " instead, and that only round the value of an option': {
        "zh": '改用英文的 "，而且只用于选项的值'
    },
    "LaTeX is not read: write sqrt(x), a/b and x*y": {"zh": "不识别 LaTeX：写成 sqrt(x)、a/b、x*y"},
    "LaTeX is not read: did you mean {fix}?": {"zh": "不识别 LaTeX：是不是想写 {fix}？"},
    "a line goes on in the next one inside brackets": {"zh": "括号里的内容可以写到下一行"},
    "take it away, or write it in words": {"zh": "去掉它，或用文字写出"},
    "a value must be a number, an array or a constant expression": {
        "zh": "值应当是数、数组或常数表达式"
    },
    "write it as in 3, 1/3, -pi/4 or [1, 2, 3]": {"zh": "写成 3、1/3、-pi/4 或 [1, 2, 3] 这样"},
    "this cannot stand here": {"zh": "这里不能这样写"},
    # values that do not exist
    "{name} is not defined here: {why}": {"zh": "{name} 在这里没有定义"},
    "division by zero": {"zh": "除数为 0"},
}
