@testable import AdmissionBoard
import Foundation
import Testing

struct FormTests {
  private func form(_ text: String) throws -> Form {
    try Form(Data(text.utf8), type: "application/x-www-form-urlencoded; charset=utf-8")
  }

  @Test("The fields of a form are read as browsers write them")
  func fields() throws {
    let form = try form("a=1&b=%D2%9A%D0%B0%D1%80%D0%B0&b=x+y&c=&d")
    #expect(form.text("a") == "1")
    #expect(form.all("b") == ["Қара", "x y"])
    #expect(form.text("c") == nil)
    #expect(form.text("d") == nil)
    #expect(form.all("e").isEmpty)
  }

  @Test("A text that is not a form is refused", arguments: ["a=%", "a=%4", "a=%zz", "a=%ff", "%=1"])
  func broken(text: String) { #expect(throws: BoardError.self) { try form(text) } }

  @Test("The files of a form are read with their names and types, and an empty file field gives no file")
  func files() throws {
    let body = """
      --x1\r
      Content-Disposition: form-data; name="csrf"\r
      \r
      token\r
      --x1\r
      Content-Disposition: form-data; name="photo"; filename="бала.jpg"\r
      Content-Type: image/jpeg\r
      \r
      \u{1}\r
      --x\r
      --x1\r
      Content-Disposition: form-data; name="slip"; filename=""\r
      Content-Type: application/octet-stream\r
      \r
      \r
      --x1--\r

      """
    let form = try Form(Data(body.utf8), type: "multipart/form-data; boundary=x1")
    #expect(form.text("csrf") == "token")
    #expect(
      form.files("photo") == [UploadedFile(name: "бала.jpg", type: "image/jpeg", bytes: Array("\u{1}\r\n--x".utf8))])
    #expect(form.file("slip") == nil)
  }

  @Test(
    "A multipart form that is cut off or has no boundary is refused",
    arguments: ["", "--x1", "--x1\r\n", "--x1\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x1--"])
  func cut(text: String) {
    #expect(throws: BoardError.self) { try Form(Data(text.utf8), type: "multipart/form-data; boundary=x1") }
    #expect(throws: BoardError.self) { try Form(Data(text.utf8), type: "multipart/form-data") }
  }
}
