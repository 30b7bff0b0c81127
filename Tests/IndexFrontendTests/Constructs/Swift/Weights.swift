import Tools

// Operators whose declaration stands in another file.

func weighs(_ a: Depth, _ b: Depth) async {
  _ = a + b  // finding(index): blocking-call
  _ = opaquely(a) == b  // finding(index): blocking-call
  _ = 1 + 2
  var sum = Depth()
  sum += a  // finding(index): blocking-call
  _ = sum
}
