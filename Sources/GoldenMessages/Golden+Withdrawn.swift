extension Golden {
  package static let withdrawn = #"""
    {
      "applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11",
      "applicantIin": "850101300005",
      "withdrawnAt": "2026-04-01T09:00:00+05:00"
    }
    """#

  package static let withdrawnWorst = #"""
    {
      "applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11",
      "applicantIin": "не ИИН",
      "withdrawnAt": "2026-04-01T09:00:00+05:00"
    }
    """#
}
