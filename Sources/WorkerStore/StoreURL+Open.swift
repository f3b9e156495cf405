extension StoreURL {
  /// Opens the store in the database that the URL names.
  ///
  /// A missing SQLite file is created, and its tables are brought up to date; the tables of a PostgreSQL database have
  /// to exist.
  ///
  /// - Parameter migrates: false to throw if an SQLite file's tables are not up to date, instead of changing them.
  /// - Returns: an open store.
  /// - Throws: `SettingsError` if `STORE_URL` has to be changed or an operator has to act, `StoreError` if trying again
  ///   can help.
  public func open(migrates: Bool = true) async throws -> any AdmissionStore {
    switch self {
    case .sqlite(let path): try await SQLiteStore.open(path: path, migrates: migrates)
    case .postgres(let url): try await PostgresStore.open(url)
    }
  }

  /// Brings the store's tables up to date, and returns their version.
  ///
  /// - Throws: as ``open(migrates:)``.
  public func migrate() async throws -> Int {
    switch self {
    case .sqlite(let path):
      try await SQLiteStore.open(path: path).close()
      return Schema.versions.count
    case .postgres(let url): return try await PostgresStore.migrate(url)
    }
  }
}
