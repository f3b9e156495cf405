extension Result where Failure == any Error {
  /// Does the work, and takes what it returns or throws.
  package init(_ work: () async throws -> Success) async {
    do { self = .success(try await work()) } catch { self = .failure(error) }
  }
}
