public import QueueContracts

/// A form for a transfer, with the details of the transfer unwrapped.
public struct TransferPapers: Sendable {
  /// The form.
  public let form: ApplicationForm
  /// The details of the transfer.
  public let transfer: TransferDetails

  var slip: DeregistrationSlip { transfer.deregistrationSlip }

  /// Takes the papers from a form; nil if the form is not for a transfer.
  public init?(_ form: ApplicationForm) {
    guard form.service == .transfer, let transfer = form.transfer else { return nil }
    self.form = form
    self.transfer = transfer
  }
}

/// The rules that TransferWorker applies to the forms that intake has accepted (clauses S-transfer.1–3).
///
/// No rule here looks at earlier uses of the slip; ``Ledger`` decides whether the slip is free.
public enum TransferRules {
  /// All rules.
  public static let all: [Rule<TransferPapers>] = [
    Rule(.transferSameSchool, "the receiving school is also the releasing school", reads: [.school, .fromSchool]) {
      $0.form.school.bin == $0.transfer.fromSchool.bin
    },
    Rule(
      .transferSlipMismatch,
      "the slip's child or releasing school differs from the form's, or its grade is neither the form's nor the one below",
      reads: [.childIin, .slipChildIin, .fromSchool, .slipSchool, .grade, .slipGrade]
    ) { papers in
      [
        ("child", papers.slip.childIin == papers.form.child.iin),
        ("school", papers.slip.fromSchoolBin == papers.transfer.fromSchool.bin),
        // The slip names the grade below the form's if a summer lies between the slip and the application.
        ("grade", [papers.form.grade, papers.form.grade - 1].contains(papers.slip.grade)),
      ]
      .filter { !$0.1 }
      .map { .reason(Reason(.transferSlipMismatch, subject: $0.0)) }
    },
    Rule(
      .transferIdentityMismatch,
      "the identity document cannot be the child's: the number of an identity card is not nine digits, or the number of "
        + "another document is empty or over 32 characters",
      reads: [.identityType, .identityNumber]
    ) { !$0.transfer.identityDocument.isPlausible },
  ]

  /// The reasons that the rules find in a form; none if the form is not for a transfer.
  public static func reasons(_ form: ApplicationForm) -> [Reason] {
    guard let papers = TransferPapers(form), case .judged(let reasons) = Verdict(all.flatMap { $0.findings(papers) })
    else { return [] }
    return reasons
  }
}

extension RuleInput where Matter == TransferPapers {
  static var school: Self { Self("receiving school") { $0.form.school.bin } }
  static var fromSchool: Self { Self("releasing school") { $0.transfer.fromSchool.bin } }
  static var grade: Self { Self("grade") { "\($0.form.grade)" } }
  static var childIin: Self { Self("child's IIN", personal: true) { $0.form.child.iin } }
  static var slipChildIin: Self { Self("child's IIN on the slip", personal: true) { $0.slip.childIin } }
  static var slipSchool: Self { Self("school on the slip") { $0.slip.fromSchoolBin } }
  static var slipGrade: Self { Self("grade on the slip") { "\($0.slip.grade)" } }
  static var identityType: Self { Self("identity document") { $0.transfer.identityDocument.type.rawValue } }
  static var identityNumber: Self { Self("its number", personal: true) { $0.transfer.identityDocument.number } }
}

extension IdentityDocument {
  /// True if a document of this type can have this number.
  ///
  /// An identity card's number has nine digits. The formats of other numbers are not known for certain, so any text of
  /// 1 to 32 characters is accepted.
  var isPlausible: Bool {
    switch type {
    case .identityCard: number.utf8.count == 9 && number.utf8.allSatisfy { (48...57).contains($0) }
    case .passport, .birthCertificate: !number.isEmpty && number.count <= 32
    }
  }
}
