import Foundation
import Model
import Reports
import Testing

@Suite struct StallPageTests {
  static let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  private static let isThere = ConditionTrait.enabled(
    if: chromium != nil, "no Chromium here, so what the page's script draws is not checked: apt-get install chromium")

  @Test func thePageNeedsNothingElse() throws {
    let page = StallFormat.html.render(StallSample.joined, StallSample.options)
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
    for word in ["src=", "@import", "<link", "fetch(", "XMLHttpRequest", "innerHTML", "https://", "//cdn"] {
      #expect(!page.contains(word), "\(word)")
    }
    // The name of SVG's elements is the one address in it, and nobody goes there.
    #expect(page.ranges(of: "http://").count == 1 && page.contains("\"http://www.w3.org/2000/svg\""))
  }

  @Test(arguments: [
    "</script><script>document.title='broken'</script>", "<!--<script>", "\"'><img src=x onerror=alert(1)>", "${1}`\\",
    "]]>&lt;", "\u{2028}\u{2029}",
  ])
  func textsOfTheLogAreTexts(text: String) throws {
    let page = StallFormat.html.render(StallSample.hostile(text), StallSample.options)
    let plain = StallFormat.html.render(StallSample.hostile("x"), StallSample.options)
    for tag in ["<script", "</script", "<img", "<!--", "<b", "<svg"] {
      #expect(page.ranges(of: tag).count == plain.ranges(of: tag).count, "\(tag)")
    }
    #expect(!page.contains("\u{2028}"))
  }

  @Test func whoReadsWithoutScriptsSeesTheSites() throws {
    let page = StallFormat.html.render(StallSample.joined, StallSample.options)
    for text in [
      "<td data-value=\"4200000000\">4.2 s</td>", "Display.calibrate(_:)", "<h1>Stalls of tide-service</h1>",
      "1 of 7", "no finding", "1 without an end", "stopped",
    ] {
      #expect(page.contains(text), "\(text)")
    }
  }

  @Test(isThere) func theScriptDrawsAllThatWasCounted() throws {
    let dom = try Self.rendered(StallFormat.html.render(StallSample.joined, StallSample.options))
    let count = { (text: String) in dom.ranges(of: text).count }
    #expect(count("class=\"moment ") == StallSample.joined.moments.count)
    #expect(count("class=\"moment pause\"") == 2)
    #expect(count("<figure>") == StallSample.joined.loops.count { $0.delays != nil })
    #expect(dom.contains("nio-1 stalled for 4.2 s"))
    #expect(dom.contains("role=\"tree\"") && count("role=\"treeitem\"") > 30)
    #expect(count("<th scope=\"col\" data-sort") == 7 && count("<button type=\"button\">Total</button>") == 1)
  }

  @Test(isThere) func theScriptSurvivesEveryText() throws {
    let text = "</script><script>document.title='broken'</script>"
    let dom = try Self.rendered(StallFormat.html.render(StallSample.hostile(text), StallSample.options))
    #expect(!dom.contains("<title>broken"))
    #expect(dom.ranges(of: "class=\"moment ").count == 3 && dom.contains("role=\"treeitem\""))
  }

  @Test(isThere) func nothingStalledIsDrawnAsThat() throws {
    let dom = try Self.rendered(StallFormat.html.render(StallSummary(), StallSample.options))
    #expect(dom.contains("No stall and no pause.") && dom.contains("No stack was taken"))
  }

  /// The page after its script has run; what the script complains about is in it, too.
  private static func rendered(_ page: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "page.html")
    try page.write(to: file, atomically: true, encoding: .utf8)
    let browser = Process()
    browser.executableURL = URL(fileURLWithPath: try #require(chromium))
    browser.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path)/profile", "--dump-dom",
      "file://\(file.path)",
    ]
    let output = Pipe()
    browser.standardOutput = output
    browser.standardError = FileHandle.nullDevice
    try browser.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    browser.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }
}
