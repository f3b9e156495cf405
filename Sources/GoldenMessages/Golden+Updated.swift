extension Golden {
  package static let updatedMinimal = #"""
    {
      "applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11",
      "number": "10100000000001",
      "recipientIin": "850101300005",
      "service": "enrolment",
      "language": "kk",
      "status": "inProcessing",
      "step": 10,
      "occurredAt": "2026-04-01T09:00:00+05:00",
      "school": {
        "bin": "950341000052"
      }
    }
    """#

  package static let updatedTypical = #"""
    {
      "applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11",
      "number": "10100000000001",
      "recipientIin": "850101300005",
      "service": "enrolment",
      "language": "kk",
      "status": "completed",
      "step": 10,
      "occurredAt": "2026-04-01T09:00:00+05:00",
      "school": {
        "bin": "950341000052"
      },
      "childName": "Бала Ү.",
      "grade": 1,
      "resolution": "negative",
      "dueBy": null,
      "reasons": [
        {
          "code": "document.missing",
          "subject": "healthForm063",
          "clause": "S-enrol.4"
        },
        {
          "code": "consent.missing",
          "subject": null,
          "clause": null
        }
      ]
    }
    """#

  package static let updatedWorst = #"""
    {
      "applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11",
      "number": "KZ-2026/ABCDEFGHIJKLMNOPQRSTUVWX",
      "recipientIin": "не ИИН",
      "service": "transfer",
      "language": "en",
      "status": "completed",
      "step": 30,
      "occurredAt": "2026-04-01T09:00:00+05:00",
      "school": {
        "bin": "950341000052"
      },
      "childName": "Өжетһан-Іңкәрғали-Ңұрәкіөғқ-ҮҰҺІӘҒҚҢӨ Ә.",
      "grade": 12,
      "resolution": "negative",
      "dueBy": "2026-04-02T18:00:00+05:00",
      "reasons": [
        {
          "code": "орын.жоқ",
          "subject": "photo",
          "clause": "S-enrol.3",
          "text": {
            "kk": "Орын жоқ: Әбілқайырханұлы-Ғұмарғалиұлы-Қоңыратбайұлы-Үмбетәлиһанұлы",
            "ru": "Мест нет «ё» \"кавычки\" \\ / \n",
            "en": "No places left 🎓"
          }
        },
        {
          "code": "area.outside",
          "subject": null,
          "clause": null
        }
      ]
    }
    """#
}
