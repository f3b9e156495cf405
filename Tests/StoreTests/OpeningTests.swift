import Admission
import Foundation
import Testing
import TestTools
import WorkerBase
import WorkerRuntime
@testable import WorkerStore
import WorkerTesting

struct OpeningTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("Every transaction is on the disk before its call returns")
  func durability() async throws {
    let store = try await folder.open()
    #expect(try await store.pragma("journal_mode") == "wal")
    #expect(try await store.pragma("synchronous") == "2")
  }

  @Test("Many processes may open a new file at once")
  func together() async throws {
    try await withThrowingTaskGroup(of: SQLiteStore.self) { group in
      for _ in 1...12 { group.addTask { try await folder.open(busySeconds: 60) } }
      var number = 0
      for try await store in group {
        number += 1
        try await store.change { [number] _, ledger in ledger.enter(StoreSample.application(number)) }
      }
    }
    let store = try await folder.open()
    for number in 1...12 { #expect(try await store.application(StoreSample.id(number)) != nil) }
  }

  @Test("Rows are still there after the store is closed and opened again")
  func reopening() async throws {
    let store = try await folder.open()
    let message = StoreSample.message(1)
    try await store.change(messages: [message]) { inbox, ledger in
      inbox.record(StoreSample.entry(1), for: message)
      ledger.enter(StoreSample.application(1))
      _ = ledger.acceptArrival(of: StoreSample.id(1))
      ledger.post(StoreSample.historyEntry(1))
    }
    await store.close()
    await #expect(throws: StoreError.unavailable("the store is closed (SQLite 21)")) {
      try await store.change { _, _ in }
    }

    let again = try await folder.open()
    let keys = StoreSample.keys(applications: [1], schoolYears: [1])
    let (inbox, ledger) = try await again.change(messages: [message], keys) { ($0, $1) }
    #expect(inbox[message] == StoreSample.entry(1))
    #expect(ledger.applications[StoreSample.id(1)]?.arrival == 1)
    #expect(ledger.arrivals == [StoreSample.application(1).schoolYear: 1])
    #expect(try await again.entries(of: StoreSample.id(1)) == [StoreSample.historyEntry(1)])
  }

  @Test("A new database's files can be read only by their owner, and by the group if it may write to the folder")
  func modes() async throws {
    for (folderMode, fileMode) in [(0o755, 0o600), (0o2770, 0o660)] {
      let folder = try TemporaryFolder()
      chmod(folder.url.path, mode_t(folderMode))
      // The caller's file mask, 022 or 077, must make no difference.
      let store = try await folder.open()
      try await store.change { _, ledger in ledger.enter(StoreSample.application(1)) }
      for name in ["store.sqlite", "store.sqlite-wal", "store.sqlite-shm"] {
        var status = stat()
        #expect(stat(folder.file(name).path, &status) == 0 && Int(status.st_mode) & 0o777 == fileMode, "\(name)")
      }
    }
  }

  @Test("A missing folder is reported, and not created")
  func missingFolder() async throws {
    let missing = folder.url.appending(path: "missing")
    await expectProblem(
      "a folder that does not exist; create the folder", at: missing.appending(path: "store.sqlite").path)
    #expect(!FileManager.default.fileExists(atPath: missing.path))
  }

  @Test("A folder in place of the file is refused")
  func folderAsFile() async throws { await expectProblem("names a folder", at: folder.url.path) }

  @Test("A file in place of the folder is refused")
  func fileAsFolder() async throws {
    try Data().write(to: folder.file("plain"))
    await expectProblem("a folder that does not exist", at: folder.file("plain").appending(path: "store.sqlite").path)
  }

  @Test("A folder that cannot be written to is reported")
  func readOnlyFolder() async throws {
    // Root may write anywhere but into the kernel's own file system.
    let readOnly = geteuid() == 0 ? URL(filePath: "/sys/kernel") : folder.url
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.url.path)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.url.path) }
    await expectProblem("must be writable", at: readOnly.appending(path: "store.sqlite").path)
  }

  @Test("A file that is not a database is left unchanged", arguments: [100, 5000])
  func notADatabase(size: Int) async throws {
    let bytes = Data(repeating: 0x41, count: size)
    try bytes.write(to: folder.file())
    await expectProblem("no SQLite database")
    #expect(try Data(contentsOf: folder.file()) == bytes)
  }

  @Test("A damaged file is reported")
  func damaged() async throws {
    try await makeStore(changing: 100..<4096, to: { _ in 0xFF })
    await expectProblem("damaged")
  }

  @Test("A newer version's file is left alone")
  func newerVersion() async throws {
    try await makeStore(changing: 60..<64, to: { $0 == 63 ? 99 : 0 })
    await expectProblem("a newer version has changed (99, this one knows")
  }

  @Test("Another program's database is left alone")
  func foreign() async throws {
    try await makeStore(changing: 68..<72, to: { _ in 7 })
    await expectProblem("another program")
  }

  // MARK: -

  /// Makes the file of a store, closes the store and changes some bytes of the file.
  ///
  /// The version of the tables is at offset 60, the program's mark at 68.
  private func makeStore(changing offsets: Range<Int>, to byte: (Int) -> UInt8) async throws {
    let store = try await folder.open()
    await store.close()
    var bytes = try Data(contentsOf: folder.file())
    for offset in offsets { bytes[offset] = byte(offset) }
    try bytes.write(to: folder.file())
  }

  private func expectProblem(_ problem: String, at path: String? = nil, _ place: SourceLocation = #_sourceLocation)
    async
  {
    let error = await #expect(throws: SettingsError.self, sourceLocation: place) {
      _ = try await SQLiteStore.open(path: path ?? folder.file().path, busySeconds: 0.2)
    }
    #expect(error?.key == "STORE_URL", sourceLocation: place)
    #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "")", sourceLocation: place)
  }
}
