import Testing
import WorkerRuntime
import WorkerStore

struct StoreURLTests {
  @Test(
    "An absolute path is read, percent signs decoded",
    arguments: [
      ("sqlite:///var/lib/q/store.sqlite", "/var/lib/q/store.sqlite"), ("SQLite:///a", "/a"),
      ("sqlite:///with%20blank/%D2%9B.db", "/with blank/қ.db"), ("sqlite:///қ ә", "/қ ә"),
      ("sqlite:///a%3Fb%23c%25", "/a?b#c%"),
    ])
  func path(text: String, path: String) throws { #expect(try StoreURL(text) == .sqlite(path: path)) }

  @Test(
    "What cannot be a store is refused with what to write instead, and without the text itself",
    arguments: [
      ("", "is no URL"), ("/var/lib/store", "is no URL"), ("sqlite:/a", "is no URL"),
      ("sqlite://secret/b", "three slashes"),
      ("sqlite://./b", "three slashes"), ("sqlite://", "three slashes"), ("sqlite:///", "names a folder"),
      ("sqlite:///a/", "names a folder"), ("sqlite:///a?mode=ro", "%3F"), ("sqlite:///a#b", "%23"),
      ("sqlite:///a%2", "hexadecimal"), ("sqlite:///a%00b", "hexadecimal"),
      ("postgres://u:secret@h/db", "PostgreSQL, which this version cannot use yet"),
      ("postgresql://u:secret@h/db", "PostgreSQL"), ("mysql://secret", "scheme that is not known"),
    ])
  func problems(text: String, problem: String) {
    let error = #expect(throws: SettingsError.self) { try StoreURL(text) }
    #expect(error?.key == "STORE_URL")
    #expect(error?.problem.contains(problem) == true)
    #expect(error?.problem.contains("secret") == false)
  }
}
