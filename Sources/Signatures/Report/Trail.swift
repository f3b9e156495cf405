/// The steps of one examination, up to the one that ends it.
struct Trail {
  private var steps: [SignatureReport.Step] = []

  /// The examination ends here.
  struct End: Error {
    let report: SignatureReport
  }

  /// What follows when every check has passed.
  var report: SignatureReport { SignatureReport(verdict: .genuine, steps: steps) }

  mutating func passed(_ check: SignatureCheck, _ finding: String) {
    steps.append(.init(check: check, passed: true, finding: finding))
  }

  func end(_ check: SignatureCheck, _ finding: String, as verdict: SignatureVerdict = .invalid) -> End {
    let last = SignatureReport.Step(check: check, passed: false, finding: finding)
    return End(report: SignatureReport(verdict: verdict, steps: steps + [last]))
  }
}
