"""Every word that the marker says to people, in one table: identifier -> language -> text.

A text describes a computation and never blames a person. Braces hold what is put in; a text of
which there is one and many has a second row, whose identifier ends in `_one`.
"""

from __future__ import annotations

from collections.abc import Mapping

from gradcli.render.languages import LANGUAGES
from gradcli.render.sentences import filled

WORDS: dict[str, dict[str, str]] = {
    # verdicts
    "correct": {"en": "correct", "zh": "正确"},
    "consistent": {"en": "consistent", "zh": "前后一致"},
    "wrong": {"en": "wrong", "zh": "不对"},
    "invalid": {"en": "invalid", "zh": "无法识别"},
    "blank": {"en": "blank", "zh": "未作答"},
    "ungraded": {"en": "ungraded", "zh": "未评分"},
    # what is asked
    "ask_value": {"en": "the value of {node}", "zh": "{node} 的值"},
    "ask_gradient": {
        "en": "the gradient of {node} with respect to {wrt}",
        "zh": "{node} 对 {wrt} 的梯度",
    },
    "ask_local": {
        "en": "the local gradient of {node} with respect to {wrt}",
        "zh": "{node} 对 {wrt} 的局部梯度",
    },
    "ask_total": {
        "en": "the gradient of {node} with respect to {wrt}, over all paths",
        "zh": "{node} 对 {wrt} 的梯度（沿所有路径求和）",
    },
    # headings and columns
    "at": {"en": "at {values}", "zh": "取值 {values}"},
    "question": {"en": "question", "zh": "问题"},
    "answer": {"en": "answer", "zh": "答案"},
    "verdict": {"en": "verdict", "zh": "评判"},
    "points": {"en": "points", "zh": "得分"},
    "remark": {"en": "remark", "zh": "说明"},
    "student": {"en": "student", "zh": "学生"},
    "total": {"en": "total", "zh": "总分"},
    "file": {"en": "sheet", "zh": "答题文件"},
    "exercise": {"en": "exercise", "zh": "题目"},
    "worth": {"en": "{count} points", "zh": "{count} 分"},
    "worth_one": {"en": "{count} point", "zh": "{count} 分"},
    "of_points": {"en": "{earned} of {points}", "zh": "{earned} / {points}"},
    # remarks on one answer
    "rounded": {"en": "close enough: {rule}", "zh": "足够接近：{rule}"},
    "follows": {
        "en": "this follows correctly from your earlier numbers",
        "zh": "由你前面的数出发，这一步算得正确",
    },
    "follows_part": {
        "en": "this follows correctly from your earlier numbers, and earns {earned} of {points}",
        "zh": "由你前面的数出发，这一步算得正确，得 {earned} / {points} 分",
    },
    "because": {
        "en": "{answer} is what you get if {mistake}.",
        "zh": "如果{mistake}，就会得到 {answer}。",
    },
    "because_2": {
        "en": "{answer} is what you get if either {mistake}, or {other}.",
        "zh": "以下情况会得到 {answer}：①{mistake}；②{other}。",
    },
    "because_3": {
        "en": "{answer} is what you get if either {mistake}, or {other}, or {third}.",
        "zh": "以下情况会得到 {answer}：①{mistake}；②{other}；③{third}。",
    },
    "array_answer": {"en": "This", "zh": "这个结果"},
    "also_at": {"en": "{cells} came about in the same way.", "zh": "{cells} 也是同样的原因。"},
    "same_as": {"en": "in the same way as {cell}", "zh": "原因与 {cell} 处相同"},
    "near": {"en": "close, but it has to be {rule}", "zh": "很接近，但要求{rule}"},
    "again_value": {"en": "work it out once more from {operands}", "zh": "再从 {operands} 算一遍"},
    "again_local": {
        "en": "look once more at how fast {node} changes when only {wrt} moves",
        "zh": "再看看：只有 {wrt} 变化时，{node} 变化多快",
    },
    "again_gradient": {
        "en": "once more: upstream times local, along every edge that leaves {wrt}",
        "zh": "再算一遍：沿 {wrt} 出发的每条边，上游梯度乘以局部梯度",
    },
    "some_elements": {
        "en": "{right} of {all} elements are right",
        "zh": "{all} 个元素中有 {right} 个正确",
    },
    "invalid_at": {"en": "Cannot be read: {message}", "zh": "无法识别：{message}"},
    "try": {"en": "try: {hint}", "zh": "建议：{hint}"},
    "unclear": {"en": "this is no number", "zh": "这里看不懂"},
    "error": {"en": "error: ", "zh": "错误："},
    "advice": {"en": "try: ", "zh": "建议："},
    "truth": {"en": "true value {value} ({rule})", "zh": "正确值 {value}（{rule}）"},
    "truth_alone": {"en": "true value {value}", "zh": "正确值 {value}"},
    "for_teacher": {"en": "for the teacher: {note}", "zh": "教师请看：{note}"},
    "ungraded_why": {
        "en": "This exercise cannot be computed, so nothing in it is right or wrong. "
        "Tell your teacher.",
        "zh": "这道题本身无法计算，因此不判对错。请告诉老师。",
    },
    # an inspection of exercise files
    "error_found": {"en": "error: ", "zh": "错误："},
    "warning_found": {"en": "warning: ", "zh": "警告："},
    "note_found": {"en": "note: ", "zh": "提示："},
    "suggestion": {"en": "suggestion: ", "zh": "建议："},
    "found_in": {"en": "{id}: ", "zh": "{id}："},
    "finding_hint": {"en": " ({hint})", "zh": "（{hint}）"},
    "inspected": {
        "en": "{files}, {exercises}, {cells}: {errors}, {warnings}, {notes}",
        "zh": "{files}、{exercises}、{cells}：{errors}、{warnings}、{notes}",
    },
    "none": {"en": "no", "zh": "0"},
    "count_files": {"en": "{shown} files", "zh": "{shown} 个文件"},
    "count_files_one": {"en": "{shown} file", "zh": "{shown} 个文件"},
    "count_exercises": {"en": "{shown} exercises", "zh": "{shown} 道题"},
    "count_exercises_one": {"en": "{shown} exercise", "zh": "{shown} 道题"},
    "count_cells": {"en": "{shown} cells", "zh": "{shown} 个问题"},
    "count_cells_one": {"en": "{shown} cell", "zh": "{shown} 个问题"},
    "count_errors": {"en": "{shown} errors", "zh": "{shown} 个错误"},
    "count_errors_one": {"en": "{shown} error", "zh": "{shown} 个错误"},
    "count_warnings": {"en": "{shown} warnings", "zh": "{shown} 个警告"},
    "count_warnings_one": {"en": "{shown} warning", "zh": "{shown} 个警告"},
    "count_notes": {"en": "{shown} notes", "zh": "{shown} 个提示"},
    "count_notes_one": {"en": "{shown} note", "zh": "{shown} 个提示"},
    "notes_hidden": {"en": "; --notes shows the notes", "zh": "；加 --notes 显示提示"},
    "files_unread": {"en": "; not read: {files}", "zh": "；未能读取：{files}"},
    "searching": {
        "en": "searching better numbers, {number} of {count}: {id}",
        "zh": "正在寻找更合适的数，{number}/{count}：{id}",
    },
    "nothing_better": {
        "en": "no better numbers were found near these",
        "zh": "在这些数附近没有找到更合适的数",
    },
    "nicer": {"en": "nicer numbers", "zh": "更便于手算的数"},
    "wrong_accepted": {"en": "wrong numbers accepted", "zh": "被接受的错误答案"},
    "silent_mistakes": {"en": "silent mistakes", "zh": "看不出来的错误"},
    "alike_mistakes": {"en": "mistakes with the same number", "zh": "结果相同的错误"},
    "before_pasting": {
        "en": "Before you paste one: a prompt or a hint may mention the old numbers.",
        "zh": "粘贴之前请检查：题干或提示里可能提到了原来的数。",
    },
    # the summary
    "summary": {"en": "{earned} of {points} points", "zh": "共 {points} 分，得 {earned} 分"},
    "tally": {"en": "{count} {word}", "zh": "{word} {count}"},
    "all_right": {"en": "All correct.", "zh": "全部正确。"},
    "untouched": {
        "en": "{count} exercises have no answer yet.",
        "zh": "{count} 道题尚未作答。",
    },
    "untouched_one": {
        "en": "{count} exercise has no answer yet.",
        "zh": "{count} 道题尚未作答。",
    },
    "rounding": {
        "en": "Points are exact fractions, shown rounded to 2 decimals, halves up.",
        "zh": "分数按精确的分数计算，显示时四舍五入到两位小数。",
    },
    "without_ungraded": {
        "en": "Ungraded exercises are not counted.",
        "zh": "未评分的题目不计入。",
    },
    # questions without answers
    "how_to": {
        "en": "How to answer: run `gradcli check {file}` in a terminal and type each answer; or "
        "write a sheet with `gradcli sheet {file}`, fill it in, and run "
        "`gradcli check {file} --answers {sheet}`.",
        "zh": "如何作答：在终端里运行 `gradcli check {file}`，逐题输入答案；"
        "或者用 `gradcli sheet {file}` 生成答题文件，"
        "填好以后运行 `gradcli check {file} --answers {sheet}`。",
    },
    "asked": {"en": "Asked:", "zh": "求："},
    # how near an answer must be, and what holds at a tie
    "counts_auto": {
        "en": "A whole number must be exact; any other may be rounded to {count} figures or more.",
        "zh": "整数要准确；其他数可以舍入，至少保留 {count} 位有效数字。",
    },
    "counts_exact": {
        "en": "Each answer must be exact, not rounded.",
        "zh": "每个答案都要准确，不能舍入。",
    },
    "counts_places": {
        "en": "Each answer must be exact, or rounded to {count} or more decimals.",
        "zh": "每个答案要准确，或正确舍入到 {count} 位及以上小数。",
    },
    "counts_figures": {
        "en": "Each answer must be exact, or rounded to {count} or more figures.",
        "zh": "每个答案要准确，或正确舍入到 {count} 位及以上有效数字。",
    },
    "counts_bounds": {
        "en": "An answer may be off by {bounds}.",
        "zh": "答案的误差不能超过 {bounds}。",
    },
    "ties_told": {
        "en": "Gradient at a tie of max or min: {share}.",
        "zh": "max 或 min 的操作数并列时，梯度的约定：{share}。",
    },
    # a blank sheet
    "sheet_head": {"en": "Answers to {file}", "zh": "{file} 的答案"},
    "sheet_how": {
        "en": "Write each answer behind its colon: a number, a fraction such as 1/3, "
        "or a list such as [1, 2].",
        "zh": "在每个冒号后面写答案：一个数、1/3 这样的分数，或 [1, 2] 这样的列表。",
    },
    "sheet_then": {
        "en": "Then: gradcli check {file} --answers {sheet}",
        "zh": "然后运行：gradcli check {file} --answers {sheet}",
    },
    "sheet_student": {"en": "your name or number", "zh": "你的姓名或学号"},
    "sheet_written": {
        "en": "{sheet} is written; fill it in, then: gradcli check {file} --answers {sheet}",
        "zh": "已生成 {sheet}；填好以后运行：gradcli check {file} --answers {sheet}",
    },
    "file_written": {"en": "{file} is written", "zh": "已写入 {file}"},
    # the session
    "welcome": {"en": "{count} answers are asked.", "zh": "共 {count} 个答案要填。"},
    "welcome_one": {"en": "{count} answer is asked.", "zh": "共 {count} 个答案要填。"},
    "welcome_back": {
        "en": "Welcome back: {done} of {count} answers are there already.",
        "zh": "欢迎回来：{count} 个答案已填 {done} 个。",
    },
    "wrong_so_far": {
        "en": "{count} of them are not right yet; they are offered again at the end.",
        "zh": "其中 {count} 个还不对，最后可以重做。",
    },
    "wrong_so_far_one": {
        "en": "{count} of them is not right yet; it is offered again at the end.",
        "zh": "其中 {count} 个还不对，最后可以重做。",
    },
    "saved_in": {
        "en": "Each answer is saved in {sheet} as you type it.",
        "zh": "每个答案一输入就保存到 {sheet}。",
    },
    "commands": {
        "en": "Instead of an answer: {hint} for a hint, {skip} to skip, {back} to go back, "
        "{quit} to stop.",
        "zh": "也可以输入：{hint} 看提示，{skip} 跳过，{back} 回到上一题，{quit} 结束。",
    },
    "has_now": {"en": "your answer so far: {answer}", "zh": "目前的答案：{answer}"},
    "try_again": {"en": "Another try, or {skip} to go on.", "zh": "再试一次，或输入 {skip} 跳过。"},
    "at_first": {"en": "This is the first question.", "zh": "这已经是第一题。"},
    "skipped": {"en": "Skipped; the next run asks it again.", "zh": "已跳过；下次运行会再问。"},
    "finished": {"en": "That was the last question.", "zh": "这是最后一题。"},
    "goodbye": {
        "en": "Saved in {sheet}. The same command goes on from here.",
        "zh": "已保存到 {sheet}。再次运行同一命令即可继续。",
    },
    "goodbye_wrong": {
        "en": "Saved in {sheet}. The same command offers the wrong answers again.",
        "zh": "已保存到 {sheet}。再次运行同一命令可以重做不对的题。",
    },
    "goodbye_done": {
        "en": "Saved in {sheet}. The same command shows this report again.",
        "zh": "已保存到 {sheet}。再次运行同一命令会再次显示这份报告。",
    },
    "offer_again": {
        "en": "{count} answers are not right yet: try them again? [y/N]",
        "zh": "还有 {count} 个答案不对，要重做吗？[y/N]",
    },
    "offer_again_one": {
        "en": "{count} answer is not right yet: try it again? [y/N]",
        "zh": "还有 {count} 个答案不对，要重做吗？[y/N]",
    },
    "nothing_saved": {
        "en": "Nothing was typed, so nothing was saved.",
        "zh": "没有输入答案，没有保存任何内容。",
    },
    "hint": {"en": "hint {number} of {count}: {text}", "zh": "提示 {number}/{count}：{text}"},
    "next_hint": {
        "en": "The next hint costs {percent} % of this answer; {hint} takes it.",
        "zh": "下一个提示扣这一问 {percent}% 的分；输入 {hint} 查看。",
    },
    "first_hint": {
        "en": "A hint costs {percent} % of this answer; {hint} again takes it.",
        "zh": "看提示要扣这一问 {percent}% 的分；再输入一次 {hint} 即可查看。",
    },
    "next_hint_free": {
        "en": "The next hint is free; {hint} shows it.",
        "zh": "下一个提示不扣分；输入 {hint} 查看。",
    },
    "no_more_hints": {"en": "There are no more hints.", "zh": "没有更多提示了。"},
    "no_hints": {"en": "There is no hint for this question.", "zh": "这一问没有提示。"},
    "hints_cost": {
        "en": "Hints cost {points} points, which are taken off already.",
        "zh": "看提示共扣 {points} 分，已从得分中扣除。",
    },
    "hints_cost_one": {
        "en": "Hints cost {points} point, which is taken off already.",
        "zh": "看提示共扣 {points} 分，已从得分中扣除。",
    },
    "merged": {
        "en": "{sheet} was changed by another program meanwhile; its new answers are taken over.",
        "zh": "{sheet} 刚刚被别的程序修改过；已采用其中的新答案。",
    },
    # a class
    "class_head": {"en": "{count} sheets", "zh": "{count} 份答卷"},
    "class_head_one": {"en": "{count} sheet", "zh": "{count} 份答卷"},
    "class_mean": {"en": "mean", "zh": "平均"},
    "class_bad": {"en": "{count} sheets could not be marked.", "zh": "{count} 份答卷无法批改。"},
    "class_bad_one": {"en": "{count} sheet could not be marked.", "zh": "{count} 份答卷无法批改。"},
    "class_unread": {
        "en": "Answers that cannot be read: {students}.",
        "zh": "无法识别的答案：{students}。",
    },
    "class_unread_of": {"en": "{count} of {student}", "zh": "{student} {count} 个"},
    "not_marked": {"en": "not marked", "zh": "未批改"},
    "watching": {"en": "watching {files}; Ctrl-C ends", "zh": "正在监视 {files}；按 Ctrl-C 结束"},
}


def word(name: str, language: str, **values: object) -> str:
    """Return a text of the table with its values put in.

    >>> word("ask_value", "en", node="q"), word("ask_value", "zh", node="q")
    ('the value of q', 'q 的值')
    """
    return filled(in_language(WORDS[name], language), values)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """Return the text in a language, in the first of all where it is not there.

    >>> in_language({"en": "sum"}, "zh")
    'sum'
    """
    return texts.get(language, texts[LANGUAGES[0]])


def counted(name: str, language: str, count: int, **values: object) -> str:
    """Return a text for one or for many.

    >>> counted("welcome", "en", 1)
    '1 answer is asked.'
    """
    return word(f"{name}_one" if count == 1 else name, language, count=count, **values)
