import PostgresClient

/// The roles of the workers' database, and their rights on each table.
public enum StoreUsers {
  /// The script with which a superuser creates the roles in the store's database.
  ///
  /// Running it again changes nothing.
  ///
  /// The roles have no password. The owner gets all existing tables, so a store that had a single user can switch to
  /// these roles.
  public static var script: String {
    """
    -- The roles of the workers' store. Run it as a superuser in the store's database, as often as you like:
    --   admissionctl store users | psql --set=ON_ERROR_STOP=1 --single-transaction DATABASE
    -- It sets no password. `admissionctl store migrate`, as \(StoreRole.owner), makes the tables and grants the rights again.
    DO $roles$
    DECLARE
      role text;
    BEGIN
      FOREACH role IN ARRAY ARRAY[\(everybody.map { "'\($0)'" }.joined(separator: ", "))] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
          EXECUTE format('CREATE ROLE %I LOGIN', role);
        END IF;
      END LOOP;
      EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
      EXECUTE format('GRANT CONNECT ON DATABASE %I TO \(everybody.joined(separator: ", "))', current_database());
    END
    $roles$;
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO \(everybody.joined(separator: ", "));
    GRANT CREATE ON SCHEMA public TO \(StoreRole.owner);

    \(TableRights.all.map(\.ownership).joined(separator: "\n"))

    \(grants)

    """
  }

  /// The names of the owner and of all other roles.
  static var everybody: [String] { [StoreRole.owner] + StoreRole.allCases.map(\.name) }

  /// The statements that revoke and grant the rights on existing tables.
  static var grants: String { TableRights.all.map(\.grants).joined(separator: "\n") }

  /// Grants the rights if the roles exist.
  ///
  /// - Parameter connection: the owner's connection, in the transaction that has changed the tables.
  /// - Throws: `PostgresError`.
  static func grantRights(_ connection: PostgresConnection) throws {
    let known = try connection.value(
      "SELECT count(*) FROM pg_roles WHERE rolname IN (SELECT json_array_elements_text($1))",
      [keyList(everybody)])
    if known == "\(everybody.count)" { try connection.run(grants) }
  }
}

extension TableRights {
  fileprivate var ownership: String { ifThere("ALTER TABLE \(table) OWNER TO \(StoreRole.owner);") }

  fileprivate var grants: String {
    let roles = StoreRole.allCases.map(\.name).joined(separator: ", ")
    let given = rights.map { "GRANT \($0.words) ON \(table) TO \($0.role.name);" }
    let read = "GRANT SELECT ON \(table) TO \(readers.map(\.name).joined(separator: ", "));"
    return ifThere((["REVOKE ALL ON \(table) FROM PUBLIC, \(roles);", read] + given).joined(separator: "\n  "))
  }

  private func ifThere(_ statements: String) -> String {
    "DO $table$ BEGIN IF to_regclass('\(table)') IS NOT NULL THEN\n  \(statements)\nEND IF; END $table$;"
  }
}
