import Admission
import AdmissionPublisher
import QueueContracts

/// The page for signing: a summary of what will be sent, a made-up phone that shows the code, and the code's field.
struct SignModel: Sendable {
  struct Line: Sendable {
    let label: String
    let value: String
  }

  struct Part: Sendable {
    let title: String
    let lines: [Line]
    /// The link back to this part of the form, where the family can change it.
    let change: String
  }

  let action: String
  let application: String
  let parts: [Part]
  let phoneFrom: String
  let phoneText: String
  let problems: [ProblemLink]
  let hasProblems: Bool
  let codeError: String?
}

extension FormModelMaker {
  func signModel(_ waiting: WaitingSignature, wrong: WrongCode?) -> SignModel {
    let (form, path) = (model(), "/family/apply/\(draft.service.rawValue)")
    let error = wrong.map { wrong in
      wrong.triesLeft > 0
        ? family.words("codeWrong", language, ["tries": "\(wrong.triesLeft)"]) : family.words("codeSpent", language)
    }
    var parts = form.before.map { part in
      SignModel.Part(
        title: part.legend, lines: part.fields.compactMap(line), change: "\(path)#\(part.fields.first?.id ?? part.id)")
    }
    let ticked = form.statuses.filter(\.isTicked).map(\.label)
    if form.hasStatuses, !ticked.isEmpty {
      parts.append(
        SignModel.Part(
          title: family.words("legend.status", language), lines: ticked.map { SignModel.Line(label: "✓", value: $0) },
          change: "\(path)#part-status"))
    }
    parts.append(
      SignModel.Part(
        title: family.words("signDocuments", language), lines: documentLines(form.documents),
        change: "\(path)#documents"))
    return SignModel(
      action: "/family/sign/\(draft.service.rawValue)", application: "\(waiting.application.id)", parts: parts,
      phoneFrom: family.words("phoneFrom", language, ["phone": draft[.applicantPhone]]),
      phoneText: family.words("phoneText", language, ["code": waiting.code]),
      problems: error.map { [ProblemLink(id: "code", text: $0)] } ?? [], hasProblems: error != nil, codeError: error)
  }

  private func line(_ field: FieldModel) -> SignModel.Line? {
    if field.isBox {
      guard field.value == FormDraft.ticked else { return nil }
      return SignModel.Line(label: field.label, value: "✓")
    }
    let chosen = field.options.first(where: \.isChosen)?.label
    let value = field.options.isEmpty ? field.value : chosen ?? ""
    return value.isEmpty ? nil : SignModel.Line(label: field.label, value: value)
  }

  private func documentLines(_ documents: FormModel.Documents) -> [SignModel.Line] {
    let lines = (documents.needed + documents.others).flatMap { row in
      row.files.map { SignModel.Line(label: row.label, value: "\($0.name), \($0.size)") }
    }
    return lines.isEmpty
      ? [SignModel.Line(label: "–", value: family.words("signNothing", language))] : lines
  }
}
