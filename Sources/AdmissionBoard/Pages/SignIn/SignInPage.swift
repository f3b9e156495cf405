import HTTPTypes
import WorkerStore

/// The page on which users sign in and out.
struct SignInPage: Sendable {
  let board: Board

  var routes: [Route] {
    [
      .get("/sign-in", may: .anybody) { request in
        if case .staff = request.visitor { return .redirect("/") }
        return page(nil, status: .ok)
      },
      .post("/sign-in", may: .anybody, bodyLimit: 8 << 10) { try await signIn($0) },
      .post("/sign-out", may: .look) { request in
        try? await note(.signedOut, request.user)
        return .signedOut(.staff, redirect: "/sign-in")
      },
    ]
  }

  private func signIn(_ request: BoardRequest) async throws -> Answer {
    guard board.boardSettings.proxy.userHeader == nil else {
      throw BoardError.notFound("Users of this board sign in at its proxy.")
    }
    let result = try await board.accounts.signIn(
      name: request.form.text("name") ?? "", password: request.form.exactText("password") ?? "",
      address: request.address)
    switch result {
    case .signedIn(let account):
      let user = Visitor.User(name: account.name, role: account.role)
      try? await note(.signedIn, user)
      return .signedIn(user, changedAt: account.changedAt, redirect: "/")
    case .wrong: return page("The name or the password is wrong.", status: .unprocessableContent)
    case .tooOften:
      return page("Too many attempts. Wait a quarter of an hour.", status: .tooManyRequests)
    }
  }

  private func note(_ word: BoardAction.Word, _ user: Visitor.User) async throws {
    try await board.store.note(
      BoardAction(
        time: board.now(), who: user.name, role: user.role.rawValue, action: word.rawValue, target: "", reason: ""))
  }

  private func page(_ problem: String?, status: HTTPResponse.Status) -> Answer {
    .page(
      Page(title: "Sign in", place: nil, template: "sign-in", model: SignInModel(problem: problem)), status: status)
  }
}

private struct SignInModel: Sendable {
  let problem: String?
}
