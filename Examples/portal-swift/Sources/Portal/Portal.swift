import AdmissionPublisher
import Foundation
import Hummingbird
import Logging
import QueueContracts
import ServiceLifecycle

/// A portal: sends one application and prints what its family is told, until the school has decided.
@main
struct Portal {
  static func main() async throws {
    let settings = try Settings()
    let history = ServiceHistory(MemoryHistoryStorage())
    let application = try NewApplication(
      id: UUID(), number: "\(Int(Date.now.timeIntervalSince1970 * 1000))", submittedAt: .now, form: try form(settings))
    // By now a real portal has stored the application's id, number, time and bytes. If it crashes, it can make the same
    // message again from them.
    let key = try AttestationKey(pem: String(contentsOfFile: settings.keyFile, encoding: .utf8))
    let message = try application.attested(by: key, phone: "+77010000001", confirmedAt: .now)

    let quiet = Logger(label: "portal") { _ in SwiftLogNoOpLogHandler() }
    let services = ServiceGroup(services: [server(history, settings, quiet)], logger: quiet)
    try await withThrowingTaskGroup { group in
      group.addTask { try await services.run() }
      let publisher = try PortalPublisher(urls: settings.brokerURL)
      try await publisher.publish(message)
      print("Published application \(application.number) as \(message.id): confirmed.")
      for await entry in try await history.updates(of: application.id) {
        print("Step \(entry.step.rawValue), \(words(entry)): \(entry.title.en)")
        for reason in entry.reasons { print("  \(reason.code): \(reason.text.en ?? reason.text.ru)") }
        if entry.status == .completed { break }
      }
      await publisher.close()
      // The shutdown is graceful, so that the request that brought the last entry is still answered.
      await services.triggerGracefulShutdown()
    }
  }

  /// The server that takes the service history's entries.
  ///
  /// NotifyWorker sends each entry here by PUT, and repeats the request until the server answers.
  static func server(_ history: ServiceHistory, _ settings: Settings, _ logger: Logger) -> some ApplicationProtocol {
    let router = Router()
    router.put("service-history/:recipient/entries/:entry") { request, context in
      let body = try await request.body.collect(upTo: 1 << 20)
      let answer = try await history.take(
        Data(body.readableBytesView), recipient: context.parameters.require("recipient"),
        entry: context.parameters.require("entry"))
      return HTTPResponse.Status(code: answer.rawValue)
    }
    return Application(
      router: router, configuration: .init(address: .hostname(settings.host, port: settings.port)), logger: logger)
  }

  /// A family that does not exist, with numbers that have the right check digits.
  static func form(_ settings: Settings) throws -> ApplicationForm {
    // The form is for the second grade, because applications for the first are taken only from April to August.
    let birthDate = CivilDate(year: 2016, month: 5, day: 12)!
    let applicant = Applicant(
      iin: madeUpIIN(CivilDate(year: 1985, month: 1, day: 1)!), familyName: "Үлгі", givenName: "Ана", relation: .parent,
      phone: "+77010000001")
    let child = Child(
      iin: madeUpIIN(birthDate), familyName: "Үлгі", givenName: "Бала", birthDate: birthDate)
    return ApplicationForm(
      service: .enrolment, language: .kk, applicant: applicant, child: child,
      school: SchoolReference(bin: settings.schoolBIN), grade: 2, instructionLanguage: "kk", consentToDataAccess: true,
      documents: try Documents(store: settings.documentStore).attach(settings.documents))
  }

  static func madeUpIIN(_ birthDate: CivilDate) -> String {
    // About one serial number in a hundred gives no valid check digit, and is never issued.
    while true {
      if let iin = IIN(birthDate: birthDate, female: true, serial: .random(in: 0...9999)) { return iin.digits }
    }
  }

  static func words(_ entry: HistoryEntry) -> String {
    ([entry.status.rawValue] + [entry.resolution?.rawValue].compactMap(\.self)).joined(separator: " ")
  }
}
