import Foundation
import HTTPTypes
import HTTPCalls
import QueueContracts
import Synchronization
import TestSupport
import Testing
import TestTools
import WorkerRuntime

@testable import IntakeLookups

@Suite("The document store as a folder")
struct LookupFolderStoreTests {
  let folder: TemporaryFolder
  let store: FolderDocumentStore

  init() throws {
    folder = try TemporaryFolder()
    store = FolderDocumentStore(root: folder.path + "/documents", seconds: 5)
    try folder.write("here", to: "documents/sha256/ab")
    try folder.write("secret", to: "outside/secret")
  }

  @Test("A document is the file at its reference in the folder")
  func found() async throws {
    #expect(try await store.content(of: "sha256/ab", atMost: 100) == Data("here".utf8))
    try folder.link("documents/inside", to: "sha256/ab")
    #expect(try await store.content(of: "inside", atMost: 100) == Data("here".utf8))
  }

  @Test("At most the requested number of bytes of a file is read")
  func bounded() async throws {
    try folder.write(Data(count: 300_000), to: "documents/long")
    #expect(try await store.content(of: "long", atMost: 11)?.count == 11)
    #expect(try await store.content(of: "long", atMost: 299_999)?.count == 299_999)
    #expect(try await store.content(of: "long", atMost: .max)?.count == 300_000)
  }

  @Test(
    "A reference that leads out of the folder, or to no regular file, finds nothing",
    arguments: [
      "", ".", "..", "../outside/secret", "sha256/../../outside/secret", "/etc/hostname", "//etc/hostname",
      "%2e%2e/outside/secret", "..%2foutside%2fsecret", "link/secret", "alias", "loop", "dangling", "sha256",
      "sha256/ab/c", "sha256/ab/", "sha256/ab\0.pdf", "sha256/absent", "file:///etc/hostname", "pipe",
      "socket", String(repeating: "a", count: 300), String(repeating: "a/", count: 600),
    ])
  func refused(_ reference: String) async throws {
    try folder.link("documents/link", to: folder.path + "/outside")
    try folder.link("documents/alias", to: "../outside/secret")
    try folder.link("documents/loop", to: "loop")
    try folder.link("documents/dangling", to: "nowhere")
    mkfifo(folder.path + "/documents/pipe", 0o600)
    mknod(folder.path + "/documents/socket", S_IFSOCK | 0o600, 0)
    #expect(try await store.content(of: reference, atMost: 100) == nil)
  }

  @Test("A link into another folder is not followed, even if that folder's name begins with the store's name")
  func neighbour() async throws {
    try folder.write("secret", to: "documents-old/a")
    try folder.link("documents/old", to: "../documents-old/a")
    #expect(try await store.content(of: "old", atMost: 100) == nil)
  }

  @Test("The path of an open file is the real one, with links resolved")
  func place() throws {
    try folder.link("documents/way", to: folder.path + "/outside")
    let descriptor = open(folder.path + "/documents/way/secret", O_RDONLY)
    defer { close(descriptor) }
    let real = try #require(realpath(folder.path, nil).map { String(cString: $0) })
    #expect(OpenFolder.place(of: descriptor) == real + "/outside/secret")
  }

  @Test("A document's path never leads out of the store, even if a folder of it is replaced by a link again and again")
  func swapped() async throws {
    try folder.write("here", to: "documents/way/file")
    try folder.write("secret", to: "outside/file")
    let (documents, isOver) = (folder.path + "/documents", Shared(false))
    try folder.link("documents/out", to: folder.path + "/outside")
    let swapping = Thread {
      while !isOver.value {
        for (from, to) in [("way", "aside"), ("out", "way"), ("way", "out"), ("aside", "way")] {
          rename("\(documents)/\(from)", "\(documents)/\(to)")
        }
      }
    }
    swapping.start()
    defer { isOver.change { $0 = true } }
    var found = 0
    for _ in 0..<5000 {
      guard let content = try await store.content(of: "way/file", atMost: 100) else { continue }
      #expect(content == Data("here".utf8))
      found += 1
    }
    #expect(found > 0)
  }

  @Test("A missing folder throws EnvironmentDown, and is read once it is there")
  func down() async throws {
    let late = FolderDocumentStore(root: folder.path + "/late", seconds: 5)
    await #expect(throws: EnvironmentDown.self) { try await late.content(of: "a", atMost: 100) }
    try folder.write("here", to: "late/a")
    #expect(try await late.content(of: "a", atMost: 100) == Data("here".utf8))
    let file = FolderDocumentStore(root: folder.path + "/late/a", seconds: 5)
    await #expect(throws: EnvironmentDown.self) { try await file.content(of: "a", atMost: 100) }
  }
}

@Suite("The document store over HTTP")
struct LookupHTTPStoreTests {
  func store(_ base: String, seconds: Double = 5) throws -> HTTPDocumentStore {
    HTTPDocumentStore(base: try #require(HTTPBase(base)), get: HTTPCaller(seconds: seconds, connections: 4).get)
  }

  @Test("A document is the body of an answer with status 200")
  func found() async throws {
    try await TestServer.run(answering: { _ in HTTPResponse(200, body: Data("here".utf8)) }) {
      server, base in
      let (files, store) = (try store(base + "/files/"), try store(base))
      #expect(try await files.content(of: "sha256/ab", atMost: 100) == Data("here".utf8))
      #expect(try await store.content(of: "a b?c#d%2e:é", atMost: 100) == Data("here".utf8))
      #expect(server.targets == ["/files/sha256/ab", "/a%20b%3Fc%23d%252e%3A%C3%A9"])
    }
  }

  @Test("An answer 200 without a body is an empty document")
  func empty() async throws {
    try await TestServer.run(answering: { _ in HTTPResponse(200) }) { _, base in
      let store = try store(base)
      #expect(try await store.content(of: "a", atMost: 1) == Data())
    }
  }

  @Test("At most the requested number of bytes of an answer is kept")
  func bounded() async throws {
    let long = Data(repeating: 7, count: 4_000_000)
    try await TestServer.run(answering: { _ in HTTPResponse(200, body: long) }) { _, base in
      let store = try store(base)
      #expect(try await store.content(of: "a", atMost: 1001) == long.prefix(1001))
      #expect(try await store.content(of: "a", atMost: 4_000_001) == long)
    }
  }

  @Test("A reference that would lead out of the store is not requested")
  func refused() async throws {
    try await TestServer.run(answering: { _ in HTTPResponse(200, body: Data("x".utf8)) }) {
      server, base in
      let store = try store(base)
      for reference in ["../a", "a/../b", "/a", "//other/a", "http://other/a", "", "a\r\nHost: other", "a\0"] {
        #expect(try await store.content(of: reference, atMost: 10) == nil)
      }
      #expect(server.targets.isEmpty)
    }
  }

  @Test("A document for which the store answers 400, 404, 410 or 414 is absent", arguments: [400, 404, 410, 414])
  func absent(_ status: Int) async throws {
    try await TestServer.run(answering: { _ in HTTPResponse(status) }) {
      _, base in
      let store = try store(base)
      #expect(try await store.content(of: "a", atMost: 10) == nil)
    }
  }

  @Test(
    "A status that does not say whether the document exists throws DocumentFault",
    arguments: [204, 301, 302, 401, 403, 429, 500, 503])
  func down(_ status: Int) async throws {
    try await TestServer.run(
      answering: { _ in
        HTTPResponse(status, headers: [.location: "/elsewhere"])
      }
    ) { server, base in
      await #expect(throws: DocumentFault(detail: "status \(status)")) {
        try await store(base).content(of: "a", atMost: 10)
      }
      #expect(
        server.targets == (status < 500 ? ["/a"] : ["/a", "/a"]), "a request that gets 5xx is sent a second time")
    }
  }

  @Test("A store that does not answer in time throws DocumentFault")
  func slow() async throws {
    try await TestServer.run(
      answering: { _ in
        try await Task.sleep(for: .seconds(3600))
        return HTTPResponse(200)
      }
    ) { _, base in
      await #expect(throws: DocumentFault(detail: "no answer in time")) {
        try await store(base, seconds: 0.3).content(of: "a", atMost: 10)
      }
    }
  }

  @Test(
    "An answer that is broken or cut off throws DocumentFault",
    arguments: [
      "", "nonsense\r\n\r\n", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Le",
      "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", "HTTP/1.1 302 No\r\n\r\n",
      "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"a\"\r\nContent-Length: 0\r\n\r\n",
    ])
  func broken(_ bytes: String) async throws {
    let server = try BrokenServer(sending: bytes)
    await #expect(throws: DocumentFault.self) {
      try await store(server.base, seconds: 3).content(of: "a", atMost: 1000)
    }
  }

  @Test(
    "An answer that comes byte by byte without end throws DocumentFault when its time is over",
    .timeLimit(.minutes(1)))
  func dripping() async throws {
    let server = try BrokenServer(
      sending: "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", keepsTrickling: true)
    await #expect(throws: DocumentFault(detail: "no answer in time")) {
      try await store(server.base, seconds: 0.5).content(of: "a", atMost: 1000)
    }
  }

  @Test("A store that is down throws DocumentFault, and the error names no document")
  func refusedConnection() async throws {
    let error = await #expect(throws: DocumentFault.self) {
      try await store("http://127.0.0.1:1", seconds: 50).content(of: "secret", atMost: 10)
    }
    #expect(error?.detail == "no answer", "a refused connection fails at once, and not by the time-out")
  }
}
