"""The default screen of the lectures' graphs, to the letter."""

from __future__ import annotations

import pytest

from tests.render import reports
from tests.render.reports import screen

LECTURE_60 = """\
(x+y)*z  at x = -2, y = 5, z = -4

Forward
  node   operation   value   upstream ∂out/∂node
  x      input          -2                    -4
  y      input           5                    -4
  q      x + y           3                    -4
  z      input          -4                     3
  out    q·z           -12                     1

Backward, from out to the inputs
  local ∂node/∂operand    upstream × local = contribution
  ∂out/∂q = z = -4         1 × (-4) = -4
  ∂out/∂z = q = 3          1 × 3    = 3
  ∂q/∂x   = 1             -4 × 1    = -4
  ∂q/∂y   = 1             -4 × 1    = -4

Gradients
  ∂out/∂x = -4
  ∂out/∂y = -4
  ∂out/∂z = 3
"""

LECTURE_80 = """\
(x+y)*z  at x = -2, y = 5, z = -4

Forward
  node   operation   value   upstream ∂out/∂node
  x      input          -2                    -4
  y      input           5                    -4
  q      x + y           3                    -4
  z      input          -4                     3
  out    q·z           -12                     1

Backward, from out to the inputs
  local ∂node/∂operand    upstream × local = contribution
  ∂out/∂q = z = -4         1 × (-4) = -4
  ∂out/∂z = q = 3          1 × 3    = 3
  ∂q/∂x   = 1             -4 × 1    = -4
  ∂q/∂y   = 1             -4 × 1    = -4

Gradients
  ∂out/∂x = -4
  ∂out/∂y = -4
  ∂out/∂z = 3
"""

SHARED_60 = """\
a=2; b=a*3; c=a+2; d=b+4; e=c*d

Forward
  node   operation   value   upstream ∂e/∂node
  a      input           2                  22
  b      a·3             6                   4
  c      a + 2           4                  10
  d      b + 4          10                   4
  e      c·d            40                   1

Backward, from e to the inputs
  local ∂node/∂operand    upstream × local = contribution
  ∂e/∂c = d = 10           1 × 10 = 10
  ∂e/∂d = c = 4            1 × 4  = 4
  ∂d/∂b = 1                4 × 1  = 4
  ∂c/∂a = 1               10 × 1  = 10
  ∂b/∂a = 3                4 × 3  = 12

Sums, where a node is used more than once
  ∂e/∂a = 12 + 10 = 22

Gradients
  ∂e/∂a = 22
"""

VECTOR_80 = """\
sum(w*w + 2*w + 1)  at w = [1, 2, 3]

Forward
  node   operation        value   upstream ∂out/∂node
  w      input        [1, 2, 3]             [4, 6, 8]
  q      w·w          [1, 4, 9]             [1, 1, 1]
  r      2·w          [2, 4, 6]             [1, 1, 1]
  s      q + r       [3, 8, 15]             [1, 1, 1]
  t      s + 1       [4, 9, 16]             [1, 1, 1]
  out    sum(t)              29                     1

Backward, from out to the inputs (× is element by element)
  local ∂node/∂operand                         upstream × local = contribution
  ∂out/∂t = 1 for every element = [1, 1, 1]            1 × [1, 1, 1] = [1, 1, 1]
  ∂t/∂s   = 1                                  [1, 1, 1] × 1         = [1, 1, 1]
  ∂s/∂q   = 1                                  [1, 1, 1] × 1         = [1, 1, 1]
  ∂s/∂r   = 1                                  [1, 1, 1] × 1         = [1, 1, 1]
  ∂r/∂w   = 2                                  [1, 1, 1] × 2         = [2, 2, 2]
  ∂q/∂w   = w = [1, 2, 3]                      [1, 1, 1] × [1, 2, 3] = [1, 2, 3]
  ∂q/∂w   = w = [1, 2, 3]                      [1, 1, 1] × [1, 2, 3] = [1, 2, 3]

Sums, where a node is used more than once
  ∂out/∂w = [1, 2, 3] + [1, 2, 3] + [2, 2, 2] = [4, 6, 8]

Gradients
  ∂out/∂w = [4, 6, 8]
"""

VECTOR_60 = """\
sum(w*w + 2*w + 1)  at w = [1, 2, 3]

Forward
  node   operation        value   upstream ∂out/∂node
  w      input        [1, 2, 3]             [4, 6, 8]
  q      w·w          [1, 4, 9]             [1, 1, 1]
  r      2·w          [2, 4, 6]             [1, 1, 1]
  s      q + r       [3, 8, 15]             [1, 1, 1]
  t      s + 1       [4, 9, 16]             [1, 1, 1]
  out    sum(t)              29                     1

Backward, from out to the inputs (× is element by element)
  ∂out/∂t = 1 for every element = [1, 1, 1]
    1 × [1, 1, 1] = [1, 1, 1]
  ∂t/∂s = 1
    [1, 1, 1] × 1 = [1, 1, 1]
  ∂s/∂q = 1
    [1, 1, 1] × 1 = [1, 1, 1]
  ∂s/∂r = 1
    [1, 1, 1] × 1 = [1, 1, 1]
  ∂r/∂w = 2
    [1, 1, 1] × 2 = [2, 2, 2]
  ∂q/∂w = w = [1, 2, 3]
    [1, 1, 1] × [1, 2, 3] = [1, 2, 3]
  ∂q/∂w = w = [1, 2, 3]
    [1, 1, 1] × [1, 2, 3] = [1, 2, 3]

Sums, where a node is used more than once
  ∂out/∂w = [1, 2, 3] + [1, 2, 3] + [2, 2, 2] = [4, 6, 8]

Gradients
  ∂out/∂w = [4, 6, 8]
"""

MATRICES_120 = """\
sum(A@B + c)  at A = [[1, 2], [3, 4]], B = [[1, 0.5], [-1, 10]], c = [1, -20]

Forward
  node   operation          value   upstream ∂out/∂node
  A      input           [[1, 2],            [[1.5, 9],
                          [3, 4]]             [1.5, 9]]
  B      input        [[ 1, 0.5],              [[4, 4],
                       [-1,  10]]               [6, 6]]
  q      A @ B       [[-1, 20.5],              [[1, 1],
                      [-1, 41.5]]               [1, 1]]
  c      input           [1, -20]                [2, 2]
  r      q + c        [[0,  0.5],              [[1, 1],
                       [0, 21.5]]               [1, 1]]
  out    sum(r)                22                     1

Backward, from out to the inputs
  local ∂node/∂operand                        upstream × local = contribution
  ∂out/∂r = 1 for every element = [[1, 1],    1 × [[1, 1],                    = [[1, 1],
                                   [1, 1]]         [1, 1]]                       [1, 1]]
  ∂r/∂q   = 1                                 [[1, 1], × 1                    = [[1, 1],
                                               [1, 1]]                           [1, 1]]
  ∂r/∂c   = 1                                 sum over axis 0 of [[1, 1], × 1 = [2, 2]
                                                                  [1, 1]]
  ∂q/∂A                                       ∂out/∂q @ B.T                   = [[1.5, 9],
                                                                                 [1.5, 9]]
  ∂q/∂B                                       A.T @ ∂out/∂q                   = [[4, 4],
                                                                                 [6, 6]]

Gradients
  ∂out/∂A = [[1.5, 9],
             [1.5, 9]]
  ∂out/∂B = [[4, 4],
             [6, 6]]
  ∂out/∂c = [2, 2]
"""

MATRICES_80 = """\
sum(A@B + c)  at A = [[1, 2], [3, 4]], B = [[1, 0.5], [-1, 10]], c = [1, -20]

Forward
  node   operation          value   upstream ∂out/∂node
  A      input           [[1, 2],            [[1.5, 9],
                          [3, 4]]             [1.5, 9]]
  B      input        [[ 1, 0.5],              [[4, 4],
                       [-1,  10]]               [6, 6]]
  q      A @ B       [[-1, 20.5],              [[1, 1],
                      [-1, 41.5]]               [1, 1]]
  c      input           [1, -20]                [2, 2]
  r      q + c        [[0,  0.5],              [[1, 1],
                       [0, 21.5]]               [1, 1]]
  out    sum(r)                22                     1

Backward, from out to the inputs
  ∂out/∂r = 1 for every element = [[1, 1],
                                   [1, 1]]
    1 × [[1, 1], = [[1, 1],
         [1, 1]]    [1, 1]]
  ∂r/∂q = 1
    [[1, 1], × 1 = [[1, 1],
     [1, 1]]        [1, 1]]
  ∂r/∂c = 1
    sum over axis 0 of [[1, 1], × 1 = [2, 2]
                        [1, 1]]
  ∂q/∂A
    ∂out/∂q @ B.T = [[1.5, 9],
                     [1.5, 9]]
  ∂q/∂B
    A.T @ ∂out/∂q = [[4, 4],
                     [6, 6]]

Gradients
  ∂out/∂A = [[1.5, 9],
             [1.5, 9]]
  ∂out/∂B = [[4, 4],
             [6, 6]]
  ∂out/∂c = [2, 2]
"""

NEURON_60 = """\
1/(1+exp(-(w0*x0+w1*x1+w2)))
at w0 = 2, x0 = -1, w1 = -3, x1 = -2, w2 = -3

Forward
  node   operation    value   upstream ∂out/∂node
  w0     input            2               -0.1966
  x0     input           -1                0.3932
  v1     w0·x0           -2                0.1966
  w1     input           -3               -0.3932
  x1     input           -2               -0.5898
  v2     w1·x1            6                0.1966
  v3     v1 + v2          4                0.1966
  w2     input           -3                0.1966
  v4     v3 + w2          1                0.1966
  v5     -v4             -1               -0.1966
  v6     exp(v5)     0.3679               -0.5344
  v7     1 + v6      1.3679               -0.5344
  out    1/v7        0.7311                     1

Backward, from out to the inputs
  local gradient                upstream × local
  ∂out/∂v7 = -1/v7^2 = -0.5344  1 × (-0.5344)    = -0.5344
  ∂v7/∂v6  = 1                  -0.5344 × 1      = -0.5344
  ∂v6/∂v5  = v6 = 0.3679        -0.5344 × 0.3679 = -0.1966
  ∂v5/∂v4  = -1                 -0.1966 × (-1)   = 0.1966
  ∂v4/∂v3  = 1                  0.1966 × 1       = 0.1966
  ∂v4/∂w2  = 1                  0.1966 × 1       = 0.1966
  ∂v3/∂v1  = 1                  0.1966 × 1       = 0.1966
  ∂v3/∂v2  = 1                  0.1966 × 1       = 0.1966
  ∂v2/∂w1  = x1 = -2            0.1966 × (-2)    = -0.3932
  ∂v2/∂x1  = w1 = -3            0.1966 × (-3)    = -0.5898
  ∂v1/∂w0  = x0 = -1            0.1966 × (-1)    = -0.1966
  ∂v1/∂x0  = w0 = 2             0.1966 × 2       = 0.3932

Gradients
  ∂out/∂w0 = -0.1966
  ∂out/∂x0 = 0.3932
  ∂out/∂w1 = -0.3932
  ∂out/∂x1 = -0.5898
  ∂out/∂w2 = 0.1966
"""

SCREENS = {
    ("LECTURE", 60): LECTURE_60,
    ("LECTURE", 80): LECTURE_80,
    ("SHARED", 60): SHARED_60,
    ("VECTOR", 80): VECTOR_80,
    ("VECTOR", 60): VECTOR_60,
    ("MATRICES", 120): MATRICES_120,
    ("MATRICES", 80): MATRICES_80,
    ("NEURON", 60): NEURON_60,
}


@pytest.mark.parametrize(("example", "width"), SCREENS)
def test_the_screen_is_what_a_teacher_writes(example: str, width: int) -> None:
    program, values = getattr(reports, example)
    assert screen(program, values, width) == SCREENS[example, width]


def test_a_wide_screen_shows_small_graphs_as_an_ordinary_one_does() -> None:
    assert screen(*reports.LECTURE, width=120) == screen(*reports.LECTURE, width=80)
