import Admission
import QueueContracts

extension TextTable {
  /// A moment in Kazakhstan's time as the reader writes it: «2026 жылғы 1 сәуір, сағат 18:00».
  func words(for moment: Timestamp, in language: Language) -> String {
    let day = moment.day
    let minutes = Int(moment.milliseconds - Timestamp(day, hour: 0).milliseconds) / 60_000
    let time = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    return render(
      .moment, in: language,
      [.date: words(for: day.monthDay, in: language), .year: String(day.year), .time: time])
  }

  /// A day as the reader writes it: first the number, then the month, in all three languages.
  func words(for day: MonthDay, in language: Language) -> String {
    "\(day.day) \(render(.month(day.month), in: language))"
  }
}
