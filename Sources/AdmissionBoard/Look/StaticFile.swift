import Crypto
import HTTPTypes
import Hummingbird
import NIOCore
import QueueContracts

/// A file that browsers may cache forever, because its name changes with its content.
struct StaticFile: Sendable {
  let path: String
  private let type: String
  private let tag: String
  private let body: ByteBuffer

  static let stylesheet = StaticFile("board", "css", "text/css; charset=utf-8", PackageResources.board_css)
  static let script = StaticFile("board", "js", "text/javascript; charset=utf-8", PackageResources.board_js)
  static let familyStylesheet = StaticFile("family", "css", "text/css; charset=utf-8", PackageResources.family_css)
  static let familyScript = StaticFile("family", "js", "text/javascript; charset=utf-8", PackageResources.family_js)
  static let all = [stylesheet, script, familyStylesheet, familyScript]

  init(_ name: String, _ ending: String, _ type: String, _ bytes: [UInt8]) {
    let digest = String(SHA256.hash(data: bytes).hexDigits.prefix(16))
    path = "/static/\(name)-\(digest).\(ending)"
    tag = "\"\(digest)\""
    self.type = type
    body = ByteBuffer(bytes: bytes)
  }

  func response(to request: Request) -> Response {
    let headers: HTTPFields = [.eTag: tag, .cacheControl: "public, max-age=31536000, immutable"]
    if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
    var response = Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    response.headers[.contentType] = type
    return response
  }
}
