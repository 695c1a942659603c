"""What is said to the authors of exercise files and those who mark sheets, in Chinese."""

from __future__ import annotations

FILE_PHRASES: dict[str, dict[str, str]] = {
    # keys and values
    "'{text}' is no id": {"zh": "“{text}”不能作题号"},
    "an id has letters, digits and - _ . only": {"zh": "题号里只能有字母、数字和 - _ ."},
    "two exercises have the id '{name}'": {"zh": "两道题的题号都是“{name}”"},
    "the first is at line {n}": {"zh": "第一道在第 {n} 行"},
    "'{text}' is no language": {"zh": "“{text}”不是语言代码"},
    "such as en or zh": {"zh": "例如 en 或 zh"},
    "{key} is one text for each language": {"zh": "{key} 是每种语言各一段文字"},
    "{key} is one of {words}, not '{text}'": {"zh": "{key} 应当是 {words} 之一，不是“{text}”"},
    "{key} is true or false, not '{text}'": {"zh": "{key} 应当是 true 或 false，不是“{text}”"},
    "{key} is a whole number from 0 to 99, not '{text}'": {
        "zh": "{key} 应当是 0 到 99 的整数，不是“{text}”"
    },
    "a newer gradcli may read it": {"zh": "较新的 gradcli 也许能读"},
    "tolerance '{text}' is unknown": {"zh": "未知的容差“{text}”"},
    "{key} stands alone in a tolerance": {"zh": "容差里的 {key} 只能单独出现"},
    (
        "How near an answer must be: auto, exact, {places: 3}, {figures: 3} or "
        "{relative: 0.01, absolute: 0}."
    ): {
        "zh": "答案须有多接近：auto、exact、{{places: 3}}、{{figures: 3}} 或 "
        "{{relative: 0.01, absolute: 0}}。"
    },
    "{key} is a list": {"zh": "{key} 应当是列表"},
    "begin each exercise with `- id: …`": {"zh": "每道题以 `- id: …` 开头"},
    "there is no exercise in the list": {"zh": "列表里没有题目"},
    "the value of {name} is a number or a list": {"zh": "{name} 的值应当是数或列表"},
    "give it one, or remove it": {"zh": "给它一个值，或删掉它"},
    "a text with commas and brackets in it goes in quotes": {"zh": "含有逗号和括号的文字要加引号"},
    # what is asked
    "nothing is asked": {"zh": "没有提问"},
    "name quantities, or all": {"zh": "写出要问的量，或写 all"},
    "nothing is asked: the program has no step to work out": {
        "zh": "没有可问的：程序里没有要计算的步骤"
    },
    "a quantity is expected here": {"zh": "这里应当是一个量"},
    "'{text}' is asked twice": {"zh": "“{text}”问了两次"},
    "{one} and {other} are the same quantity": {"zh": "{one} 和 {other} 是同一个量"},
    "ask it once": {"zh": "只问一次"},
    "a hint is for {text}, which is not asked": {"zh": "有一条提示是给 {text} 的，但没有问它"},
    "a hint is for {text}: {why}": {"zh": "有一条提示是给 {text} 的：{why}"},
    "{mode} stands before a gradient, as in {mode} df/dx": {
        "zh": "{mode} 写在梯度前面，例如 {mode} df/dx"
    },
    "{below} is not an operand of {above}": {"zh": "{below} 不是 {above} 的操作数"},
    "for the gradient over all paths write '{text}'": {"zh": "沿所有路径的梯度写成“{text}”"},
    "the output is called {name}": {"zh": "输出叫作 {name}"},
    "'{text}' is there more than once in the program": {"zh": "“{text}”在程序里不止出现一次"},
    # what an inspection finds
    "no file is named": {"zh": "没有写出文件"},
    "gradcli lint my-set.yaml": {"zh": "例如 gradcli lint my-set.yaml"},
    "another exercise has the id '{name}'": {"zh": "另一道题的题号也是“{name}”"},
    "the first is at {place}": {"zh": "第一道在 {place}"},
    "the exercise has no points": {"zh": "这道题没有分值"},
    "no text in {languages}": {"zh": "缺少 {languages} 的文字"},
    "one text for all languages, where others have {languages}": {
        "zh": "只有一种文字，其他地方分 {languages}"
    },
    "{text} at {where}: the gradient there is a convention": {
        "zh": "{where}：{text} 在此不可导，梯度只是一种约定"
    },
    "choose other numbers, or name the convention with ties": {
        "zh": "换别的数，或用 ties 写明约定"
    },
    "{text} is {value}, a number of {n} figures: hard to work by hand": {
        "zh": "{text} 是 {value}，有 {n} 位数字，不便手算"
    },
    "{text} is {value}, larger than {most}: hard to work by hand": {
        "zh": "{text} 是 {value}，大于 {most}，不便手算"
    },
    "{text} is {value}, a long fraction: hard to work by hand": {
        "zh": "{text} 是 {value}，分数太长，不便手算"
    },
    "{value}, the number of {mistake}, is accepted for {truth}": {
        "zh": "{mistake}得到的 {value} 会被当作 {truth} 接受"
    },
    "choose other numbers, or a narrower tolerance": {"zh": "换别的数，或把容差收紧"},
    "{mistakes} is silent at {cells}": {"zh": "{mistakes}在 {cells} 处看不出来"},
    "{mistakes} give the same number at {cells}": {"zh": "{mistakes}在 {cells} 处得到相同的数"},
    "{mistakes} and {last}": {"zh": "{mistakes}和{last}"},
    # where a kink lies
    "every {x}": {"zh": "{x} 的任何值"},
    "{one} = {first} or {other} = {second}": {"zh": "{one} = {first} 或 {other} = {second}"},
    "{one} = {first} and {condition}": {"zh": "{one} = {first} 且 {condition}"},
    # notes on sheets
    "--format {form} is for one sheet": {"zh": "--format {form} 只用于一份答题文件"},
    "--reveal shows true values beside answers, and a gradebook has no answers in it": {
        "zh": "--reveal 在答案旁显示正确值，而成绩册里没有答案"
    },
    "mark one sheet alone, or add --format json, which has them": {
        "zh": "单独批改一份答题文件，或加 --format json，其中有答案"
    },
    "a class has the forms {forms}": {"zh": "批改全班可以用 {forms}"},
    "--watch watches one FILE and one SHEET": {"zh": "--watch 只监视一个练习文件和一份答题文件"},
    "name files, not - or folders": {"zh": "请写文件名，不要写 - 或文件夹"},
    "the program has no variable {name}": {"zh": "程序里没有变量 {name}"},
    "{name} is in {one} and in {other}": {"zh": "{name} 同时出现在 {one} 和 {other} 中"},
    "the answers in {file} are marked; for those in {path} add --answers {path}": {
        "zh": "批改的是 {file} 里的答案；要批改 {path} 里的，请加 --answers {path}"
    },
    # a program that cannot be worked
    "no value for {names}": {"zh": "没有给{names}值"},
    "it comes from {values}": {"zh": "它来自 {values}"},
    "compare it with something, as in {text}": {"zh": "把它和别的比较，例如 {text}"},
    "write {text} for 1 where it holds and 0 elsewhere": {
        "zh": "写成 {text}，成立处为 1，其余为 0"
    },
    "make it one number, as in sum(…), or ask no gradients of it": {
        "zh": "把它变成一个数，例如用 sum(…)，或不问它的梯度"
    },
    "the output is an array of shape {shape}: a gradient belongs to one number at a time": {
        "zh": "输出是形状为 {shape} 的数组：梯度一次只属于一个数"
    },
    "{text} does not exist here": {"zh": "{text} 在这里不存在"},
    "{text} is {value} here, which nobody can answer": {
        "zh": "{text} 在这里是 {value}，没有人能填"
    },
    "{text} is a condition, not a number": {"zh": "{text} 是条件，不是数"},
    "{text} is not evaluated here: where takes the other branch": {
        "zh": "{text} 在这里没有求值：where 取了另一个分支"
    },
    "{text} is a Jacobian: {same} has no single number for each element": {
        "zh": "{text} 是雅可比矩阵：{same} 不是每个元素一个数"
    },
    # YAML
    "separate the entries with commas and close with }": {"zh": "用逗号隔开各项，以 }} 结束"},
    "an unknown escape after a backslash": {"zh": "反斜杠后面是未知的转义"},
    "use single quotes, in which a backslash is itself": {
        "zh": "改用单引号，其中的反斜杠就是它自己"
    },
    "another version of YAML": {"zh": "另一个版本的 YAML"},
    "remove the line that begins with %YAML": {"zh": "删掉以 %YAML 开头的那一行"},
    "a '|' or '>' begins a text of several lines": {"zh": "“|”或“>”开始一段多行文字"},
    "begin the text on the next line, or put it in quotes": {"zh": "从下一行写起，或加上引号"},
    "'*' and '&' have a meaning of their own in YAML": {"zh": "“*”和“&”在 YAML 里另有含义"},
    "this line does not fit the list before it": {"zh": "这一行与前面的列表不相配"},
    "begin each item with - in the same column": {"zh": "每一项以 - 开头，左边对齐"},
    # saving
    "make room, or choose another place with {option}": {"zh": "腾出空间，或用 {option} 另选一处"},
    "make the folder first, or choose another place with {option}": {
        "zh": "先建好这个文件夹，或用 {option} 另选一处"
    },
    "choose another place with {option}": {"zh": "用 {option} 另选一处"},
    "there is no folder {folder}": {"zh": "没有文件夹 {folder}"},
    "{folder} is no folder": {"zh": "{folder} 不是文件夹"},
    "the folder {folder} may not be written to": {"zh": "文件夹 {folder} 不允许写入"},
    "choose a place that you may write to, with {option}": {
        "zh": "用 {option} 选一个可以写入的地方"
    },
    "a sheet is written as YAML, and {file} is not the name of a YAML file": {
        "zh": "答题文件以 YAML 写成，而 {file} 不是 YAML 文件的名字"
    },
    "end it in .yaml or .yml, as in my.yaml": {"zh": "以 .yaml 或 .yml 结尾，例如 my.yaml"},
    "{file} exists already": {"zh": "{file} 已经存在"},
    "--force replaces it, -o names another": {"zh": "--force 替换它，-o 另起一个名字"},
}
