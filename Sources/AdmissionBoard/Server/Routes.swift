/// All routes of the board.
enum Routes {
  static func all(_ board: Board) -> [Route] {
    SignInPage(board: board).routes + NowPage(board: board).routes
      + ChartsPage(board: board).routes + ActionsPage(board: board).routes
      + (board.family.map { FamilyPage(board: board, family: $0).routes + SandboxPage(board: board, family: $0).routes }
        ?? [])
      + operatorPages(board)
  }

  private static func operatorPages(_ board: Board) -> [Route] {
    [
      ParkedPage(board: board).routes, UnparkingPage(board: board).routes, ApplicationPage(board: board).routes,
      SearchPage(board: board).routes, OverduePage(board: board).routes, SchoolsPage(board: board).routes,
      BooksPage(board: board).routes, RulesPage(board: board).routes, WorkersPage(board: board).routes,
    ].flatMap(\.self)
  }
}
