import Admission
import AdmissionPublisher
import Foundation
import HTTPTypes
import QueueContracts

/// The pages on which a made-up family signs in, applies, and reads what became of its applications.
struct FamilyPage: Sendable {
  let board: Board
  let family: Family

  /// The size limit of a form with files, in bytes; it is above the rules' limit, so that the page can name a file that
  /// is too large.
  static let bodyLimit = 12 << 20

  var routes: [Route] {
    [
      .get("/family", may: .anybody) { start($0) },
      .post("/family/language", may: .anybody) { changeLanguage($0) },
      .post("/family/sign-in", may: .anybody) { try signIn($0) },
      .post("/family/sign-out", may: .family) { _ in .signedOut(.family, redirect: "/family") },
      .get("/family/services", may: .family) { try services($0) },
    ] + filling + signing + reading
  }

  // MARK: Coming and going

  private func start(_ request: BoardRequest) -> Answer {
    let language = request.language
    let model = StartModel(family.folder.citizens, family.words, language)
    return page("startTitle", "family-start", model, language, FamilyFrame(language, path: "/family"))
  }

  private func signIn(_ request: BoardRequest) throws -> Answer {
    guard let citizen = family.citizen(request.form.text("citizen") ?? "") else {
      throw BoardError.notFound("There is no such family in this sandbox.")
    }
    return .signedIn(citizen: citizen.id, redirect: "/family/services")
  }

  /// Changes the language and returns to the page on which it was changed.
  private func changeLanguage(_ request: BoardRequest) -> Answer {
    let language = Language(rawValue: request.form.text("language") ?? "") ?? request.language
    let back = request.form.text("back") ?? ""
    let isOurs =
      back.hasPrefix("/family") && back.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/-".contains($0)) }
    return .redirect(isOurs ? back : "/family").keeping(language)
  }

  private func services(_ request: BoardRequest) throws -> Answer {
    let (citizen, language) = (try citizen(request), request.language)
    let frame = FamilyFrame(language, path: "/family/services", citizen: citizen, place: .services)
    return page("servicesTitle", "family-services", ServicesModel(family.words, language), language, frame)
  }

  // MARK: Helpers of all family pages

  func citizen(_ request: BoardRequest) throws -> Citizen {
    guard let citizen = family.citizen(request.citizen) else { throw BoardError.signInFirst }
    return citizen
  }

  func service(_ request: BoardRequest) throws -> Service {
    guard let service = Service(rawValue: request.parameter("service") ?? "") else {
      throw BoardError.notFound("There is no such service.")
    }
    return service
  }

  func edition() -> RulesEdition { family.editions.inForce(at: family.time.now) }

  /// Answers with a page in the family's frame.
  ///
  /// - Parameters:
  ///   - title: the title's name in the texts, or the title itself.
  ///   - template: the template's name.
  ///   - content: the values that the template shows.
  ///   - language: the language of the page.
  ///   - frame: the frame around the page.
  ///   - isWrong: true if the posted form has problems, so that the status is 422.
  /// - Returns: the answer.
  func page(
    _ title: String, _ template: String, _ content: some Sendable, _ language: Language, _ frame: FamilyFrame,
    isWrong: Bool = false
  ) -> Answer {
    let text = family.words.has(title) ? family.words(title, language) : title
    var page = Page(
      title: text, place: nil, template: template,
      model: FamilyModel(t: family.words.all(in: language), chrome: frame, body: content), layout: "family-layout")
    page.language = language
    return .page(page, status: isWrong ? .unprocessableContent : .ok)
  }
}
