import CitizenTexts
import Operations
import QueueContracts

/// All texts that a family can get, on one HTML page that needs no network.
struct LettersPage {
  let texts: HistoryTexts
  /// The names of the rules' editions.
  let editions: [String]

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Qabyldau: the letters</title>
    <style>\(Self.style)</style>
    </head>
    <body>
    <h1>What a family reads</h1>
    <p>Every situation in Kazakh, Russian and English: the entry of the service history, and its short form for SMS \
    and push. People, schools and numbers are made up. Rules: \(editions.joined(separator: "; ").escapedForHTML).</p>
    <ul>
    \(LetterChapter.all.enumerated().map { "<li><a href=\"#c\($0)\">\($1.name.escapedForHTML)</a></li>" }.joined(separator: "\n"))
    </ul>
    \(LetterChapter.all.enumerated().map(chapter).joined(separator: "\n"))
    </body>
    </html>

    """
  }

  private func chapter(_ number: Int, _ chapter: LetterChapter) -> String {
    (["<h2 id=\"c\(number)\">\(chapter.name.escapedForHTML)</h2>"] + chapter.samples.map(sample)).joined(
      separator: "\n")
  }

  private func sample(_ sample: LetterSample) -> String {
    let entry = sample.entry(texts)
    let columns = Language.allCases.map { column(entry, in: $0) }.joined(separator: "\n")
    return """
      <section>
      <h3>\(sample.name.escapedForHTML)</h3>
      <p class="codes">\(codes(entry).escapedForHTML)</p>
      <div class="letters">
      \(columns)
      </div>
      </section>
      """
  }

  /// The values that a program reads: service, status, resolution, step, and the reasons' codes.
  private func codes(_ entry: HistoryEntry) -> String {
    let outcome = [entry.status.rawValue, entry.resolution?.rawValue].compactMap(\.self).joined(separator: ", ")
    let reasons = entry.reasons.map { [$0.code, $0.subject, $0.clause].compactMap(\.self).joined(separator: " ") }
    return (["\(entry.service.rawValue), \(outcome), step \(entry.step.rawValue)"] + reasons).joined(separator: " · ")
  }

  private func column(_ entry: HistoryEntry, in language: Language) -> String {
    let short = entry.short?[language] ?? ""
    return """
      <article lang="\(language.rawValue)">
      <h4>\(entry.title[language].escapedForHTML)</h4>
      <p class="text">\(entry.text[language].escapedForHTML)</p>
      <p class="short">\(short.escapedForHTML)</p>
      <p class="count">\(language.rawValue): \(entry.text[language].count) characters, short \(short.count)</p>
      </article>
      """
  }

  private static let style = """
    body { font: 15px/1.45 system-ui, sans-serif; max-width: 90rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b }
    section { border-top: 1px solid #ccc; padding: .5rem 0 }
    h3 { margin: .5rem 0 0 } h4 { margin: 0 0 .5rem }
    .codes, .count { color: #666; font-size: 12px; margin: .25rem 0 }
    .letters { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1rem }
    article { background: #f6f6f3; padding: .75rem; border-radius: 6px }
    .text { white-space: pre-line; margin: 0 0 .75rem }
    .short { background: #fff; border: 1px solid #ddd; border-radius: 6px; padding: .5rem; margin: 0 }
    """
}
