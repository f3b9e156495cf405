/// The page *Now*, which shows the current state of the flow.
struct NowPage: Sendable {
  let board: Board

  var routes: [Route] {
    [
      .get("/", may: .look) { _ in
        let model = NowModel(await board.live.snapshot(), now: board.now())
        return .page(Page(title: "Now", place: .now, template: "now", model: model))
      },
      .live("/live/now", may: .look) { parts($0) },
    ]
  }

  private func parts(_ snapshot: Snapshot) -> [LivePart] {
    let model = NowModel(snapshot, now: board.now())
    return [
      LivePart("now-problems", board.render("now-problems", model.problems)),
      LivePart("now-figures", board.render("now-figures", model.figures)),
      LivePart("now-flow", board.render("now-flow", model.flow)),
      LivePart("now-health", board.render("now-health", model.health)),
    ]
  }
}
