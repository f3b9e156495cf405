import Admission
import Foundation
import IntakeLookups
import QueueContracts
import Samples
import Testing

@testable import AdmissionBoard

@Suite("Files that a family attaches")
struct UploadTests {
  private let edition = RulesEdition.builtIn

  private func refusal(
    _ uploads: UploadedDocuments, _ content: Data, _ name: String = "file.pdf", as kind: DocumentKind,
    beside others: [AttachedDocument] = []
  ) -> FormProblem? {
    do throws(RefusedFile) {
      _ = try uploads.take(content, named: name, as: kind, beside: others, by: edition)
      return nil
    } catch { return error.problem }
  }

  @Test("A complete file is stored where intake finds it, and intake judges it good")
  func kept() async throws {
    let sandbox = try await FamilySandbox()
    let uploads = UploadedDocuments(folder: "\(sandbox.path)/documents")
    for kind in [DocumentKind.photo, .healthForm063] {
      let bytes = try sandbox.document(kind).bytes
      let document = try uploads.take(bytes, named: "C:\\x\\<b>.bin", as: kind, beside: [], by: edition)
      #expect(document.mediaType == (kind == .photo ? "image/png" : "application/pdf"))
      #expect(document.fileName == "<b>.bin")
      let fact = try ContentCheck.facts(of: [document], in: uploads.folder)
      #expect(fact == [kind == .photo ? .picture(PictureSize(width: 360, height: 480)) : .good])
    }
  }

  @Test("A file is judged by its content, not by its name or its type")
  func content() async throws {
    let sandbox = try await FamilySandbox()
    let uploads = UploadedDocuments(folder: "\(sandbox.path)/documents")
    let (pdf, photo) = (try sandbox.document(.healthForm063).bytes, try sandbox.document(.photo).bytes)
    let unreadable = FormProblem.file(.healthForm063, Reason(.documentUnreadable, .healthForm063))
    #expect(refusal(uploads, Data("<script>alert(1)</script>".utf8), as: .healthForm063) == unreadable)
    #expect(refusal(uploads, Data(), as: .healthForm063) == unreadable)
    #expect(refusal(uploads, pdf.dropLast(20), as: .healthForm063) == unreadable)
    #expect(refusal(uploads, photo.dropLast(20), "a.png", as: .healthForm063) == unreadable)
    let wrongPhoto = FormProblem.file(.photo, Reason(.photoWrongFormat, .photo))
    #expect(refusal(uploads, pdf, "photo.jpg", as: .photo) == wrongPhoto)
    let square = try #require(
      sandbox.town.families.first { $0.situation == .photoWrongSize }?.documents.first { $0.attached.kind == .photo })
    #expect(refusal(uploads, square.bytes, "photo.png", as: .photo) == wrongPhoto)
    #expect(try FileManager.default.contentsOfDirectory(atPath: uploads.folder).contains("uploads") == false)
  }

  @Test("A file is refused if all files together would be too large or too many")
  func tooMuch() async throws {
    let sandbox = try await FamilySandbox()
    let uploads = UploadedDocuments(folder: "\(sandbox.path)/documents")
    let pdf = Data("%PDF-1.4\n".utf8) + Data(count: 3 << 20) + Data("\n%%EOF".utf8)
    let first = try uploads.take(pdf, named: "a.pdf", as: .healthForm063, beside: [], by: edition)
    #expect(
      refusal(uploads, pdf, as: .healthForm026, beside: [first])
        == .file(.healthForm026, Reason(.documentTooLarge)))
    let many = Array(repeating: try sandbox.document(.healthForm063).attached, count: 32)
    #expect(
      refusal(uploads, try sandbox.document(.healthForm026).bytes, as: .healthForm026, beside: many)
        == .noRoom(.healthForm026))
  }

  @Test("The sandbox's folder limits its files and bytes, and stores equal content once")
  func bounded() async throws {
    let sandbox = try await FamilySandbox()
    let folder = "\(sandbox.path)/documents"
    let uploads = UploadedDocuments(folder: folder, limits: .init(files: 1, bytes: 1 << 20))
    let (one, other) = (try sandbox.document(.healthForm063).bytes, try sandbox.document(.healthForm026).bytes)
    #expect(refusal(uploads, one, as: .healthForm063) == nil)
    #expect(refusal(uploads, one, as: .healthForm063) == nil)
    #expect(refusal(uploads, other, as: .healthForm026) == .noRoom(.healthForm026))
    // The next process counts the files that are in the folder.
    #expect(
      refusal(UploadedDocuments(folder: folder, limits: .init(files: 1, bytes: 1 << 20)), other, as: .healthForm026)
        == .noRoom(.healthForm026))
  }
}
