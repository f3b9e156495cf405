import Admission
import QueueContracts

extension Letter {
  /// A moment in Kazakhstan's time as the reader writes it: «2026 жылғы 1 сәуір, сағат 18:00».
  func moment(_ moment: Timestamp) -> String {
    let minutes = Int(moment.milliseconds - Timestamp(moment.day, hour: 0).milliseconds) / 60_000
    let time = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    return say(
      .moment,
      [.date: table.words(for: moment.day.monthDay, in: language), .year: String(moment.day.year), .time: time])
  }
}

extension TextTable {
  /// All three languages put the day before the month, as a number before a word.
  func words(for day: MonthDay, in language: Language) -> String {
    "\(day.day) \(render(.month(day.month), in: language))"
  }
}
