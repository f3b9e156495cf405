public import Admission
public import Logging
public import WorkerBase

extension Lookups {
  /// Reads `DOCUMENTS_URL`, `REGISTERS_URL`, `DOCUMENTS_TIMEOUT_SECONDS` (default 10), `REGISTERS_TIMEOUT_SECONDS`
  /// (default 2) and the keys of ``SignatureLookups``.
  ///
  /// A folder, file or service that is not there yet is no error, because it may come later.
  ///
  /// - Parameters:
  ///   - settings: the settings.
  ///   - editions: the rules editions, which decide whether an application has to wait for a register.
  ///   - share: this process's share of `REGISTER_RATE`.
  ///   - limit: an operator's limit of questions a second to a register, which replaces `REGISTER_RATE`; nil if there
  ///     is none.
  ///   - logger: logs files that are read and services that fail.
  /// - Throws: `SettingsError` for the first key that cannot be used.
  public init(
    _ settings: Settings, editions: RulesEditions = .builtIn, share: RegisterShare = RegisterShare(),
    limit: @escaping @Sendable (Register) -> Int? = { _ in nil },
    logger: Logger = Logger(label: "qabyldau.lookups")
  ) async throws(SettingsError) {
    self.editions = editions
    signatures = try await SignatureLookups(settings, logger: logger)
    documents = try DocumentLookups(settings, logger: logger)
    registers = try RegisterLookups(settings, share: share, limit: limit, logger: logger)
  }
}
