"""What errors and markings say in English, in other languages; the rows here are of grading.

Those of answers and sheets, and of where they are saved.
"""

from __future__ import annotations

from functools import cache

from gradcli.render.phrasebook import Phrasebook

#: A {part} is any text, and is itself looked up.
PHRASES: dict[str, dict[str, str]] = {
    # answers
    "equal": {"zh": "相等"},
    "equal, or rounded to {n} or more decimals": {"zh": "相等，或正确舍入到 {n} 位及以上小数"},
    "equal, or rounded to {n} or more figures": {"zh": "相等，或正确舍入到 {n} 位及以上有效数字"},
    "within {bound}, or rounded to {n} or more figures": {
        "zh": "误差在 {bound} 以内，或正确舍入到 {n} 位及以上有效数字"
    },
    "that is the gradient if a tie is shared equally; here the convention is: {share}": {
        "zh": "这是梯度由并列的操作数平分时的结果；本题的约定是：{share}"
    },
    "within {bound}": {"zh": "误差在 {bound} 以内"},
    "{found} was given where {wanted} is asked": {"zh": "这里要填{wanted}，填的却是{found}"},
    "a number": {"zh": "一个数"},
    "a list of {n}": {"zh": "长度为 {n} 的列表"},
    "a {shape} array": {"zh": "{shape} 的数组"},
    "it follows from a 0 that is not 0 in truth: look at it yourself": {
        "zh": "它由一个本不该为 0 的 0 推出，请人工查看"
    },
    "'{label}' is not what is asked here": {"zh": "这里问的不是“{label}”"},
    "write the number alone": {"zh": "只写数本身"},
    "the list is empty": {"zh": "列表是空的"},
    "an element is missing": {"zh": "缺少一个元素"},
    "the rows have different lengths": {"zh": "各行长度不同"},
    "numbers and lists stand side by side": {"zh": "数和列表混在一起"},
    "{text} is too large or has no value": {"zh": "{text} 太大，或没有值"},
    "{name} is left for you to work out": {"zh": "{name} 要由你自己算出来"},
    "write the number, or the list, that it gives": {"zh": "写出算得的数或列表"},
    "{text} is no input of the exercise": {"zh": "{text} 不是本题的输入"},
    "write its value; only inputs may appear in an answer": {
        "zh": "写它的值；答案里只能出现输入变量"
    },
    "a comparison is no number": {"zh": "比较式不是一个数"},
    "{n} elements are too many": {"zh": "{n} 个元素太多了"},
    "{text} is no finite number": {"zh": "{text} 不是有限的数"},
    "{n} characters: an answer has at most {most}": {"zh": "共 {n} 个字符：答案最多 {most} 个"},
    "a ; separates two answers: only one is asked": {"zh": "分号隔开了两个答案：这里只问一个"},
    "the elements of a list stand between [ and ]": {"zh": "列表的元素写在 [ 和 ] 之间"},
    "a # begins a comment, which an answer does not have": {"zh": "# 是注释的开头，答案里不能有"},
    "an answer is one line": {"zh": "答案只有一行"},
    "write it on one line": {"zh": "写在一行里"},
    "braces are no part of an answer": {"zh": "答案里不能有花括号"},
    "a list stands between [ and ]": {"zh": "列表写在 [ 和 ] 之间"},
    "quotes are no part of an answer": {"zh": "答案里不能有引号"},
    "a comma does not belong in a number": {"zh": "数里不能有逗号"},
    "a number is written without spaces": {"zh": "数里不能有空格"},
    "write {number}; or {other}, if the comma is a decimal comma": {
        "zh": "写成 {number}；如果逗号是小数点，写成 {other}"
    },
    "write {number}": {"zh": "写成 {number}"},
    "write a number; leave it empty if you do not know": {"zh": "写一个数；不会就空着"},
    "write a finite number": {"zh": "写一个有限的数"},
    "{text} is no number that can be judged": {"zh": "{text} 不是可以评判的数"},
    "'{text}' is no number": {"zh": "“{text}”不是数"},
    "{text} is no number": {"zh": "{text} 不是数"},
    "this is no number": {"zh": "这不是一个数"},
    "the power of ten is out of range": {"zh": "10 的幂超出范围"},
    "more than {n} brackets inside one another": {"zh": "括号嵌套超过 {n} 层"},
    "did you mean '{name}'?": {"zh": "是不是想写“{name}”？"},
    "did you mean {name}?": {"zh": "是不是想写 {name}？"},
    "{text} is too large for a floating-point number: {same}": {
        "zh": "{text} 太大了，超出浮点数的范围：{same}"
    },
    "the shapes {shapes} do not fit together": {"zh": "形状 {shapes} 不相配"},
    # questions that a sheet names
    "nothing in the program is called '{name}'": {"zh": "程序里没有“{name}”"},
    "nothing in the program is {called} '{name}'": {"zh": "程序里没有“{name}”"},
    "{text} is not asked in exercise {id}": {"zh": "练习 {id} 不问 {text}"},
    "asked are {texts}": {"zh": "要求的是 {texts}"},
    "{text} is answered twice": {"zh": "{text} 答了两次"},
    "first at line {n}": {"zh": "第一次在第 {n} 行"},
    "{file} has no exercise '{id}'": {"zh": "{file} 里没有练习“{id}”"},
    "it has {ids}": {"zh": "其中有 {ids}"},
    "a quantity is expected": {"zh": "这里应当是一个量"},
    "such as q or df/dx": {"zh": "例如 q 或 df/dx"},
    "'{text}' can be read in two ways": {"zh": "“{text}”有两种读法"},
    "write it with a /": {"zh": "用 / 书写"},
    "'{text}' must be in brackets here": {"zh": "“{text}”在这里要加括号"},
    "'{text}' is a statement, not a quantity": {"zh": "“{text}”是语句，不是一个量"},
    "'{text}' is there {n} times in the program": {"zh": "“{text}”在程序里出现 {n} 次"},
    "the exercise must give these nodes names": {"zh": "题目要给这些节点起名"},
    "{text} is a constant: no gradient flows to it": {"zh": "{text} 是常数：没有梯度传到它"},
    "{text} does not depend on {wrt}": {"zh": "{text} 与 {wrt} 无关"},
    "no gradient flows from {above} to {below}": {"zh": "没有梯度从 {above} 传到 {below}"},
    "standard input can be read only once": {"zh": "标准输入只能读一次"},
    "there are no sheets in {name}": {"zh": "{name} 里没有答题文件"},
    "they end in .yaml or .yml": {"zh": "答题文件以 .yaml 或 .yml 结尾"},
    "standard input is closed": {"zh": "标准输入已关闭"},
    # sheets that cannot be read
    "there is no file {file}": {"zh": "没有文件 {file}"},
    "the sets that come with gradcli are {names}": {"zh": "gradcli 自带的练习有 {names}"},
    "the set that comes with gradcli is called {name}, without a folder or .yaml": {
        "zh": "gradcli 自带的练习叫 {name}，前面没有文件夹，后面没有 .yaml"
    },
    "{file} is a directory, not a file": {"zh": "{file} 是文件夹，不是文件"},
    "{file} cannot be read: {why}": {"zh": "无法读取 {file}：{why}"},
    "the file is empty: {what} is expected": {"zh": "文件是空的：这里应当是{what}"},
    "an answer sheet": {"zh": "答题文件"},
    "an exercise file": {"zh": "练习文件"},
    "a map of exercises to answers": {"zh": "每道题的答案"},
    "a map of quantities to answers": {"zh": "每个量的答案"},
    "unknown key '{key}'": {"zh": "未知的键“{key}”"},
    "{what} has {keys}": {"zh": "{what}里可以有 {keys}"},
    "{what} needs {keys}": {"zh": "{what}缺少 {keys}"},
    "this is part of an exercise file, not of an answer sheet": {
        "zh": "它属于练习文件，不属于答题文件"
    },
    "this is part of an answer sheet, not of an exercise file": {
        "zh": "它属于答题文件，不属于练习文件"
    },
    "{what} is expected here, with keys and values": {"zh": "这里应当是{what}，写成键和值"},
    "write a space after the colon: {text}": {"zh": "冒号后面写一个空格：{text}"},
    "the key '{key}' is there twice": {"zh": "键“{key}”出现了两次"},
    "'{key}' has no value": {"zh": "“{key}”没有值"},
    "the file is too large: at most {n} bytes are allowed": {"zh": "文件太大：最多允许 {n} 字节"},
    "not UTF-8: byte {byte} at offset {n}": {"zh": "不是 UTF-8：第 {n} 字节处是 {byte}"},
    "save the file as UTF-8": {"zh": "请用 UTF-8 保存文件"},
    "save the file as UTF-8; it seems to be UTF-16": {"zh": "请用 UTF-8 保存文件；它看来是 UTF-16"},
    "a control character, {code}": {"zh": "控制字符 {code}"},
    "remove it": {"zh": "请删掉"},
    "more than {n} levels deep": {"zh": "嵌套超过 {n} 层"},
    "a key must be a text": {"zh": "键必须是文字"},
    'put it in quotes: "[…]"': {"zh": '加上引号："[…]"'},
    "put it in quotes": {"zh": "加上引号"},
    "put the text in quotes": {"zh": "给这段文字加上引号"},
    "{name} is a YAML alias, which is not allowed here": {"zh": "{name} 是 YAML 别名，这里不允许"},
    "{name} is a YAML anchor, which is not allowed here": {"zh": "{name} 是 YAML 锚点，这里不允许"},
    "{name} is a YAML tag, which is not allowed here": {"zh": "{name} 是 YAML 标签，这里不允许"},
    "a text that begins with such a sign goes in quotes": {"zh": "以这种符号开头的文字要加引号"},
    "a second document": {"zh": "出现了第二个文档"},
    "a file holds one document: remove the ---": {"zh": "一个文件只有一个文档：请删掉 ---"},
    "{key} is one value, not a {kind}": {"zh": "{key} 只能是一个值"},
    "{key} is empty": {"zh": "{key} 是空的"},
    "{key} is a number, 0 or more, not '{text}'": {"zh": "{key} 应当是不小于 0 的数，不是“{text}”"},
    "{key} is a number from 0 to 1, not {text}": {"zh": "{key} 应当是 0 到 1 的数，不是 {text}"},
    "such as 8, 0.5 or 1/2": {"zh": "例如 8、0.5 或 1/2"},
    "format '{text}' is unknown: this gradcli reads format {n}": {
        "zh": "未知的格式“{text}”：此版本只读格式 {n}"
    },
    # YAML
    "a list cannot begin here": {"zh": "这里不能开始一个列表"},
    "a number is written without a space, as in -4": {"zh": "负数不留空格，例如 -4"},
    "a second ': ' on one line, none on the line above, or a line that is indented wrongly": {
        "zh": "一行里有第二个冒号，或上一行少了冒号，或缩进不对"
    },
    "put the text in quotes, or give each key its own line, with `key: value` in one column": {
        "zh": "给文字加引号，或让每个键单独成行、左边对齐"
    },
    "a key without ': ' after it": {"zh": "键后面缺少冒号和空格"},
    "write `key: value`, with a space after the colon": {"zh": "写成“键: 值”，冒号后留空格"},
    "the list is not closed, or a comma is missing": {"zh": "列表没有闭合，或缺少逗号"},
    "the list is not closed, or a comma is missing; {where}": {
        "zh": "列表没有闭合，或缺少逗号；{where}"
    },
    "separate the items with commas and close with ]": {"zh": "用逗号隔开各项，以 ] 结束"},
    "the braces are not closed, or a comma is missing": {"zh": "花括号没有闭合，或缺少逗号"},
    "the braces are not closed, or a comma is missing; {where}": {
        "zh": "花括号没有闭合，或缺少逗号；{where}"
    },
    "it begins at line {line}, column {column}": {"zh": "它从第 {line} 行第 {column} 列开始"},
    "a quoted text is not closed": {"zh": "引号没有闭合"},
    "a quoted text is not closed; {where}": {"zh": "引号没有闭合；{where}"},
    "put the same quote at its end": {"zh": "在末尾写上同样的引号"},
    "a value is missing here, or must be put in quotes": {"zh": "这里缺少值，或值要加引号"},
    "a text that begins with a bracket, comma or colon goes in quotes": {
        "zh": "以括号、逗号或冒号开头的文字要加引号"
    },
    "a text cannot begin with {sign}": {"zh": "文字不能以 {sign} 开头"},
    "this line does not fit what is around it": {"zh": "这一行与前后不相配"},
    "check its indentation and the brackets before it": {"zh": "检查它的缩进和前面的括号"},
    "this line is indented less than the first": {"zh": "这一行的缩进比第一行少"},
    "begin all keys of one level in the same column": {"zh": "同一层的键要左边对齐"},
    "a tab: YAML is indented with spaces": {"zh": "制表符：YAML 用空格缩进"},
    "replace it by spaces": {"zh": "换成空格"},
    "this is not YAML": {"zh": "这不是 YAML"},
    "check the indentation, the brackets and the quotes": {"zh": "检查缩进、括号和引号"},
    # saving
    "{file} cannot be saved: {why}": {"zh": "无法保存 {file}：{why}"},
    "make room, or choose another place with --answers": {
        "zh": "腾出空间，或用 --answers 另选一处"
    },
    "choose a place that you may write to, with --answers": {
        "zh": "用 --answers 选一个可以写入的地方"
    },
    "{file} cannot be read again: {why}": {"zh": "无法再次读取 {file}：{why}"},
    "another gradcli is asking for the answers of {file}": {"zh": "另一个 gradcli 正在填写 {file}"},
    "go on there, or end it first": {"zh": "请在那里继续，或先结束它"},
    "No space left on device": {"zh": "磁盘空间已满"},
    "Permission denied": {"zh": "没有权限"},
    "it is write-protected": {"zh": "它是只读的"},
    "it is not a file": {"zh": "它不是文件"},
    "No such file or directory": {"zh": "没有这个文件或文件夹"},
    "File too large": {"zh": "文件太大"},
    "Read-only file system": {"zh": "文件系统是只读的"},
}


def translated(text: str, language: str, otherwise: str | None = None) -> str:
    """Return what an error or a marking says in English in another language.

    What the tables lack becomes `otherwise`, or stays English.

    >>> translated("a list of 3 was given where a number is asked", "zh")
    '这里要填一个数，填的却是长度为 3 的列表'
    """
    return _book().translated(text, language, otherwise)


@cache
def _book() -> Phrasebook:
    from gradcli.render.notice_words import DOMAIN_PHRASES, PLACE_PHRASES, TIE_PHRASES
    from gradcli.render.phrases_commands import COMMAND_PHRASES
    from gradcli.render.phrases_descent import DESCENT_PHRASES
    from gradcli.render.phrases_files import FILE_PHRASES
    from gradcli.render.phrases_language import LANGUAGE_PHRASES

    return Phrasebook(
        *(PHRASES, FILE_PHRASES, LANGUAGE_PHRASES, COMMAND_PHRASES, DESCENT_PHRASES),
        *(TIE_PHRASES, DOMAIN_PHRASES, PLACE_PHRASES),
    )
