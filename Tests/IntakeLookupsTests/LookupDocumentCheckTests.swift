import Admission
import Foundation
import QueueContracts
import Testing

@testable import IntakeLookups

@Suite("The check of a document against the form")
struct LookupDocumentCheckTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let content: Data
    let mediaType: String
    let kind: DocumentKind
    let fact: DocumentFact

    init(
      _ name: String, _ content: Data, _ type: String, _ fact: DocumentFact, kind: DocumentKind = .healthForm063
    ) {
      (testDescription, self.content, mediaType, self.kind, self.fact) = (name, content, type, kind, fact)
    }
  }

  static let (pdf, jpeg, png) = ("application/pdf", "image/jpeg", "image/png")
  static let photo = LookupPictures.jpeg(354, 472)

  static let types = [
    Case("a PDF", LookupPictures.pdf, pdf, .good),
    Case("a JPEG", LookupPictures.jpeg(10, 10), jpeg, .good),
    Case("a PNG", LookupPictures.png(10, 10), png, .good),
    Case("a media type in capitals", LookupPictures.png(10, 10), "IMAGE/PNG", .good),
    Case("a PDF called a JPEG", LookupPictures.pdf, jpeg, .unreadable),
    Case("a JPEG called a PNG", LookupPictures.jpeg(10, 10), png, .unreadable),
    Case("a PNG called a PDF", LookupPictures.png(10, 10), pdf, .unreadable),
    Case("a media type that is not accepted", Data("GIF89a".utf8), "image/gif", .unreadable),
    Case("a JPEG with the media type image/jpg", LookupPictures.jpeg(10, 10), "image/jpg", .unreadable),
    Case("an empty file called a PDF", Data(), pdf, .unreadable),
    Case("a PDF whose end marker is within the last 1 KiB", LookupPictures.pdf + Data(count: 1018), pdf, .good),
    Case("a PDF whose end marker is before the last 1 KiB", LookupPictures.pdf + Data(count: 1024), pdf, .unreadable),
    Case("a PDF after another byte", Data([10]) + LookupPictures.pdf, pdf, .unreadable),
    Case("a JPEG with a byte after its end", LookupPictures.jpeg(10, 10) + Data([0]), jpeg, .unreadable),
    Case("a PNG with a byte after its end", LookupPictures.png(10, 10) + Data([0]), png, .good),
    Case(
      "a PNG with a chunk of 4 GiB", LookupPictures.png(10, 10).prefix(8) + Data([255, 255, 255, 255]), png, .unreadable
    ),
  ]

  static func size(_ width: Int, _ height: Int) -> DocumentFact {
    .picture(PictureSize(width: width, height: height))
  }

  static let photos = [
    Case("a JPEG as photo", photo, jpeg, size(354, 472), kind: .photo),
    Case("a PNG as photo", LookupPictures.png(354, 472), png, size(354, 472), kind: .photo),
    Case("a progressive JPEG", LookupPictures.jpeg(600, 800, marker: 0xC2), jpeg, size(600, 800), kind: .photo),
    Case("a photo that is wider than high", LookupPictures.jpeg(800, 600), jpeg, size(800, 600), kind: .photo),
    Case("a PDF as photo", LookupPictures.pdf, pdf, .noPicture, kind: .photo),
    Case("a PDF as photo that is cut off", LookupPictures.pdf.dropLast(8), pdf, .unreadable, kind: .photo),
    Case("a photo that is cut off", photo.dropLast(), jpeg, .unreadable, kind: .photo),
    Case("a JPEG without a frame", Data([0xFF, 0xD8, 0xFF, 0xD9]), jpeg, .noPicture, kind: .photo),
    Case(
      "a PNG of the largest size that it can state", LookupPictures.png(0xFFFF_FFFF, 0xFFFF_FFFF), png,
      size(0xFFFF_FFFF, 0xFFFF_FFFF), kind: .photo),
  ]

  /// Photos with an EXIF orientation, which tells a viewer how to turn the photo.
  static let turned: [Case] =
    (1...8).flatMap { orientation in
      [true, false].map { isLittle in
        Case(
          "a JPEG with orientation \(orientation), byte order \(isLittle ? "II" : "MM")",
          LookupPictures.jpeg(800, 600, exif: LookupPictures.exif(orientation, isLittle: isLittle)), jpeg,
          orientation < 5 ? size(800, 600) : size(600, 800), kind: .photo)
      }
    } + [
      Case(
        "a JPEG with an orientation that is not defined", LookupPictures.jpeg(800, 600, exif: LookupPictures.exif(9)),
        jpeg,
        size(800, 600), kind: .photo),
      Case(
        "a JPEG with its orientation after the frame",
        LookupPictures.jpeg(800, 600, exifBehind: LookupPictures.exif(6)), jpeg,
        size(600, 800), kind: .photo),
      Case(
        "a JPEG with two orientations, of which the first counts",
        LookupPictures.jpeg(800, 600, exif: LookupPictures.exif(1), exifBehind: LookupPictures.exif(6)), jpeg,
        size(800, 600), kind: .photo),
      Case(
        "a JPEG with other EXIF entries before the orientation",
        LookupPictures.jpeg(800, 600, exif: LookupPictures.exif(8, entriesBefore: 3)), jpeg,
        size(600, 800), kind: .photo),
      Case(
        "a JPEG whose list of EXIF entries lies outside of its segment",
        LookupPictures.jpeg(800, 600, exif: LookupPictures.exif(6, listAt: 0xFFFF_FF00)), jpeg, size(800, 600),
        kind: .photo),
      Case(
        "a JPEG that states more EXIF entries than it has",
        LookupPictures.jpeg(800, 600, exif: LookupPictures.exif(6, tag: 0x0110, entriesTold: 0xFFFF)), jpeg,
        size(800, 600), kind: .photo),
      Case(
        "a PNG, which is shown as it is stored", LookupPictures.png(800, 600), png, size(800, 600), kind: .photo),
    ]

  @Test(
    "A document must be a complete file of its media type; a photo has the size that a viewer shows",
    arguments: types + photos + turned)
  func bytes(_ given: Case) {
    let claimed = AttachedDocument.claiming(given.content, given.mediaType, kind: given.kind)
    #expect(DocumentCheck.fact(of: given.content, claimed: claimed) == given.fact)
  }

  @Test("A document is unreadable if its size or hash differs from the form, or if the store does not have it")
  func claims() {
    let claimed = AttachedDocument.claiming(LookupPictures.pdf, Self.pdf)
    var (larger, other, capital, short) = (claimed, claimed, claimed, claimed)
    larger.size += 1
    other.sha256 = String(repeating: "0", count: 64)
    capital.sha256 = claimed.sha256.uppercased()
    short.sha256 = String(claimed.sha256.dropLast())
    #expect(DocumentCheck.fact(of: LookupPictures.pdf, claimed: claimed) == .good)
    #expect(DocumentCheck.fact(of: LookupPictures.pdf, claimed: capital) == .good)
    #expect(DocumentCheck.fact(of: LookupPictures.pdf, claimed: larger) == .unreadable)
    #expect(DocumentCheck.fact(of: LookupPictures.pdf, claimed: other) == .unreadable)
    #expect(DocumentCheck.fact(of: LookupPictures.pdf, claimed: short) == .unreadable)
    #expect(DocumentCheck.fact(of: nil, claimed: claimed) == .unreadable)
  }

  @Test(
    "A file that is cut off at any byte is not good, and does not crash the check",
    arguments: [
      ("application/pdf", LookupPictures.pdf.dropLast()), ("image/jpeg", LookupPictures.jpeg(354, 472)),
      ("image/png", LookupPictures.png(354, 472)),
    ])
  func truncated(mediaType: String, content: Data) {
    for length in 0..<content.count {
      let cut = content.prefix(length)
      let claimed = AttachedDocument.claiming(cut, mediaType, kind: .photo)
      let fact = DocumentCheck.fact(of: cut, claimed: claimed)
      // A JPEG that is cut off after its thumbnail ends with the end marker of the thumbnail. So the file counts as
      // complete, but has no picture.
      let isThumbnailsEnd = mediaType == "image/jpeg" && cut.suffix(2) == Data([0xFF, 0xD9])
      #expect(fact == (isThumbnailsEnd ? .noPicture : .unreadable), "at \(length)")
    }
  }

  @Test("A picture with any byte changed, or cut off at any byte, does not crash the check")
  func spoiled() {
    let turned = LookupPictures.jpeg(354, 472, exif: LookupPictures.exif(6, entriesBefore: 1))
    for (type, content) in [
      (MediaType.jpeg, LookupPictures.jpeg(354, 472)), (.jpeg, turned), (.png, LookupPictures.png(354, 472)),
    ] {
      for place in 0..<content.count {
        _ = type.pictureSize(Bytes(content.prefix(place)))
        for value in [0, 1, 0x7F, 0xC0, 0xD9, 0xDA, 0xFF] as [UInt8] {
          var spoiled = content
          spoiled[place] = value
          _ = (type.isWhole(Bytes(spoiled)), type.pictureSize(Bytes(spoiled)))
        }
      }
    }
  }
}
