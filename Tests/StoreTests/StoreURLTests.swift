import Testing
import WorkerBase
import WorkerRuntime
import WorkerStore

struct StoreURLTests {
  @Test(
    "The path of a SQLite URL is read, and its percent-encoding is decoded",
    arguments: [
      ("sqlite:///var/lib/q/store.sqlite", "/var/lib/q/store.sqlite"), ("SQLite:///a", "/a"),
      ("sqlite:///with%20blank/%D2%9B.db", "/with blank/қ.db"), ("sqlite:///қ ә", "/қ ә"),
      ("sqlite:///a%3Fb%23c%25", "/a?b#c%"),
    ])
  func path(text: String, path: String) throws { #expect(try StoreURL(text) == .sqlite(path: path)) }

  @Test(
    "The error for a text that is not a store's address says what to write, and does not show the text",
    arguments: [
      ("", "is no URL"), ("/var/lib/store", "is no URL"), ("sqlite:/a", "is no URL"),
      ("sqlite://secret/b", "three slashes"),
      ("sqlite://./b", "three slashes"), ("sqlite://", "three slashes"), ("sqlite:///", "names a folder"),
      ("sqlite:///a/", "names a folder"), ("sqlite:///a?mode=ro", "%3F"), ("sqlite:///a#b", "%23"),
      ("sqlite:///a%2", "hexadecimal"), ("sqlite:///a%00b", "hexadecimal"),
      ("postgres://u:secret@h:port%/db", "PostgreSQL URL"), ("postgres://u:secret@h/db?sslmod=require", "libpq's"),
      ("postgresql://u:se%zzcret@h/db", "percent-encode"), ("mysql://secret", "scheme that is not known"),
    ])
  func problems(text: String, problem: String) {
    let error = #expect(throws: SettingsError.self) { try StoreURL(text) }
    #expect(error?.key == "STORE_URL")
    #expect(error?.problem.contains(problem) == true)
    #expect(error?.problem.contains("secret") == false)
  }

  @Test(
    "A PostgreSQL URL is read with either of libpq's two schemes, and printed without the password",
    arguments: [
      "postgres://u:secret@h/db", "postgresql://u:secret@h1:5432,h2/db?sslmode=verify-full&connect_timeout=2",
      "POSTGRES:///db?host=/run/postgresql&user=u&password=secret",
      "postgres://u:secret@[::1]:5433/db?options=-c%20a%3Db",
    ])
  func postgres(text: String) throws {
    let url = try StoreURL(text)
    guard case .postgres = url else { throw StoreError.rejected("no PostgreSQL URL") }
    #expect(!"\(url) \(String(reflecting: url))".contains("secret"))
    var dumped = ""
    dump(url, to: &dumped)
    #expect(!dumped.contains("secret"))
  }
}
