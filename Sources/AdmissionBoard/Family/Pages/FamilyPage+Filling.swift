import Admission
import Foundation
import IntakeLookups
import QueueContracts

// The pages with the form.
extension FamilyPage {
  var filling: [Route] {
    [
      .get("/family/apply/:service", may: .family) { try await show($0) },
      .post("/family/apply/:service", may: .family, bodyLimit: Self.bodyLimit) { try await take($0) },
    ]
  }

  private func show(_ request: BoardRequest) async throws -> Answer {
    let (citizen, service, language) = (try citizen(request), try service(request), request.language)
    let entry = await family.drafts.entry(citizen, service)
    let problems = entry.isChecked ? try problems(of: entry, language) : entry.files
    let model = maker(entry.draft, problems, language).model()
    let frame = FamilyFrame(
      language, path: "/family/apply/\(service.rawValue)", citizen: citizen, place: .services, form: "application",
      titlePrefix: problems.isEmpty ? "" : family.words("errorPrefix", language))
    return page("service.\(service.rawValue)", "family-form", model, language, frame)
  }

  func maker(_ draft: FormDraft, _ problems: [FormProblem], _ language: Language) -> FormModelMaker {
    FormModelMaker(family: family, edition: edition(), language: language, draft: draft, problems: problems)
  }

  /// Finds the problems that are known before the form is sent.
  func problems(of entry: DraftBook.Entry, _ language: Language) throws -> [FormProblem] {
    let now = family.time.now
    let reading = FormReading(entry.draft, language: language, today: now.day)
    return FormCheck(edition: edition(), submittedAt: now)
      .problems(of: reading, facts: try facts(of: entry.draft), files: entry.files)
  }

  private func facts(of draft: FormDraft) throws -> [DocumentFact] {
    do { return try ContentCheck.facts(of: draft.documents, in: family.folder.documents) } catch {
      throw BoardError.unavailable("The sandbox's documents cannot be read at the moment. Nothing is lost.")
    }
  }

  // MARK: Receiving the form

  private func take(_ request: BoardRequest) async throws -> Answer {
    let (citizen, service) = (try citizen(request), try service(request))
    let path = "/family/apply/\(service.rawValue)"
    if let code = request.form.text("language"), let language = Language(rawValue: code) {
      await note(request.form, citizen, service)
      return .redirect(path).keeping(language)
    }
    let action = FormAction(request.form.text("do") ?? "")
    if case .anew = action {
      await family.drafts.begin(citizen, service)
      return .redirect(path)
    }
    let entry = await note(request.form, citizen, service, action: action)
    switch action {
    case .go(let anyway):
      let found = try problems(of: entry, request.language)
      guard found.isEmpty || (anyway && !found.contains(where: \.isInTheWay)) else {
        return .redirect("\(path)#problems")
      }
      return try await beginSigning(citizen, entry, request)
    case .attach(let kind), .remove(let kind, _): return .redirect("\(path)#\(FormPlace.document(kind).id)")
    case .upload: return .redirect("\(path)#documents")
    case .anew: return .redirect(path)
    }
  }

  /// Writes into the draft what the family has typed, ticked and attached.
  @discardableResult
  private func note(
    _ form: Form, _ citizen: Citizen, _ service: Service, action: FormAction = .upload
  ) async -> DraftBook.Entry {
    let (uploads, edition, madeUp) = (family.uploads, edition(), family.folder.madeUp)
    return await family.drafts.change(citizen, service) { entry in
      entry.draft.take(form)
      switch action {
      case .remove(let kind, let reference):
        let place = entry.draft.documents.firstIndex { $0.kind == kind && $0.reference == reference }
        if let place { entry.draft.documents.remove(at: place) }
      case .attach(let kind): if let document = madeUp[kind] { entry.draft.documents.append(document) }
      case .go: entry.isChecked = true
      case .upload, .anew: break
      }
      entry.files = []
      for kind in DocumentKind.listed(for: service) {
        for file in form.files(FormPlace.document(kind).id) {
          do throws(RefusedFile) {
            let document = try uploads.take(
              Data(file.bytes), named: file.name, as: kind, beside: entry.draft.documents, by: edition)
            entry.draft.documents.append(document)
          } catch {
            entry.files.append(error.problem)
          }
        }
      }
    }
  }

  /// Keeps the application until it is signed, and makes the code that a real portal would send by SMS.
  private func beginSigning(_ citizen: Citizen, _ entry: DraftBook.Entry, _ request: BoardRequest) async throws
    -> Answer
  {
    let (now, service) = (family.time.now, entry.draft.service)
    let reading = FormReading(entry.draft, language: request.language, today: now.day)
    let waiting = try WaitingSignature.new(reading.form, at: now)
    await family.drafts.change(citizen, service) { $0.waiting = waiting }
    return .redirect("/family/sign/\(service.rawValue)")
  }
}

/// The action that a family chooses when it sends the form.
enum FormAction: Equatable {
  /// Continues to the page for signing; if `anyway` is true, even with known reasons for a refusal.
  case go(anyway: Bool)
  /// Attaches the chosen files.
  case upload
  /// Attaches a made-up document of this kind.
  case attach(DocumentKind)
  case remove(DocumentKind, reference: String)
  /// Starts over with what the portal knows about the family.
  case anew

  init(_ text: String) {
    let words = text.split(separator: " ", maxSplits: 2).map(String.init)
    let kind = words.count > 1 ? DocumentKind(rawValue: words[1]) : nil
    switch (words.first, kind) {
    case ("anyway", _): self = .go(anyway: true)
    case ("upload", _): self = .upload
    case ("anew", _): self = .anew
    case ("attach", let kind?): self = .attach(kind)
    case ("remove", let kind?) where words.count == 3: self = .remove(kind, reference: words[2])
    default: self = .go(anyway: false)
    }
  }
}

extension FormDraft {
  /// Takes over every field of a posted form; a field that the browser has not sent becomes empty.
  mutating func take(_ form: Form) {
    for field in FormField.of(service) where field.kind != .fixed {
      // The contract allows fewer than 1000 characters in each of these fields, so a longer text need not be kept.
      self[field] = String((form.text(field.rawValue) ?? "").prefix(1000))
    }
    categories = service == .transfer ? [] : Set(form.all("status").compactMap(StatusCategory.init(rawValue:)))
  }
}
