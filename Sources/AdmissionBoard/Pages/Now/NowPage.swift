/// What happens now.
struct NowPage: Sendable {
  let board: Board

  var routes: [Route] {
    [
      .get("/", may: .look) { _ in
        .page(Page(title: "Now", place: .now, template: "now", model: NowModel()))
      },
      .live("/live/now", may: .look) { _ in [] },
    ]
  }
}

struct NowModel: Sendable {}
