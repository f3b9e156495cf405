import Foundation

/// A PDF of one page with lines of plain text, in the Latin letters that every reader has a font for.
package struct PDFPage: Sendable {
  package let lines: [String]

  package init(lines: [String]) { self.lines = lines }

  package func encoded() -> Data {
    let escaped = lines.map { line in
      line.reduce("") { $0 + ("()\\".contains($1) ? "\\\($1)" : String($1)) }
    }
    let text = "BT /F1 12 Tf 72 760 Td 18 TL " + escaped.map { "(\($0)) Tj T*" }.joined(separator: " ") + " ET"
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        + "/Resources << /Font << /F1 5 0 R >> >> >>",
      "<< /Length \(text.utf8.count) >>\nstream\n\(text)\nendstream",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    var file = "%PDF-1.4\n"
    var offsets: [Int] = []
    for (number, object) in objects.enumerated() {
      offsets.append(file.utf8.count)
      file += "\(number + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = file.utf8.count
    // Every entry of this table has twenty bytes, blank and line end included.
    file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for offset in offsets {
      let digits = String(offset)
      file += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }
    file += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    return Data(file.utf8)
  }
}
