import QueueContracts

/// The page with charts of an hour, a day or a campaign.
struct ChartsPage: Sendable {
  let board: Board
  /// The counts of each period; all visitors share them, because counting is expensive.
  private let queries: [ChartPeriod: CachedQuery<SlotCounts>]

  init(board: Board) {
    self.board = board
    queries = Dictionary(
      uniqueKeysWithValues: ChartPeriod.allCases.map { period in
        let query = CachedQuery(every: .seconds(15), now: board.now) {
          try await period.counts(board.store, until: board.now())
        }
        return (period, query)
      })
  }

  var routes: [Route] {
    [
      .get("/charts", may: .look) { request in
        let period = request.query("of").flatMap(ChartPeriod.init) ?? .day
        guard let counts = await queries[period]?.answer().value else {
          throw BoardError.unavailable("The store does not answer. Try again in a moment.")
        }
        let model = ChartsModel(counts, of: period)
        return .page(Page(title: "Over time", place: .charts, template: "charts", model: model))
      }
    ]
  }
}
