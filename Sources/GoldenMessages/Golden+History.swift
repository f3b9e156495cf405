extension Golden {
  package static let historyMinimal = #"""
    {
      "entryId": "0b9c6a52-6d0b-4a1e-8f43-2f9b8f1f2a10",
      "applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11",
      "number": "10100000000001",
      "recipientIin": "850101300005",
      "service": "enrolment",
      "status": "inProcessing",
      "step": 10,
      "occurredAt": "2026-04-01T09:00:00+05:00",
      "postedAt": "2026-04-01T09:00:01.500+05:00",
      "title": {
        "kk": "Өңделу үстінде",
        "ru": "В обработке",
        "en": "In processing"
      },
      "text": {
        "kk": "Орын жоқ: Әбілқайырханұлы-Ғұмарғалиұлы-Қоңыратбайұлы-Үмбетәлиһанұлы",
        "ru": "Мест нет «ё» \"кавычки\" \\ / \n",
        "en": "No places left 🎓"
      }
    }
    """#

  package static let historyTypical = #"""
    {
      "entryId": "0b9c6a52-6d0b-4a1e-8f43-2f9b8f1f2a10",
      "applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11",
      "number": "10100000000001",
      "recipientIin": "850101300005",
      "service": "enrolment",
      "status": "completed",
      "step": 10,
      "occurredAt": "2026-04-01T09:00:00+05:00",
      "postedAt": "2026-04-01T09:00:01.500+05:00",
      "title": {
        "kk": "Өңделу үстінде",
        "ru": "В обработке",
        "en": "In processing"
      },
      "text": {
        "kk": "Орын жоқ: Әбілқайырханұлы-Ғұмарғалиұлы-Қоңыратбайұлы-Үмбетәлиһанұлы",
        "ru": "Мест нет «ё» \"кавычки\" \\ / \n",
        "en": "No places left 🎓"
      },
      "resolution": "negative",
      "dueBy": null,
      "reasons": [
        {
          "code": "consent.missing",
          "subject": null,
          "clause": null,
          "text": {
            "kk": "Орын жоқ: Әбілқайырханұлы-Ғұмарғалиұлы-Қоңыратбайұлы-Үмбетәлиһанұлы",
            "ru": "Мест нет «ё» \"кавычки\" \\ / \n",
            "en": "No places left 🎓"
          }
        }
      ],
      "short": null
    }
    """#

  package static let historyWorst = #"""
    {
      "entryId": "0b9c6a52-6d0b-4a1e-8f43-2f9b8f1f2a10",
      "applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11",
      "number": "№ӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘӘ",
      "recipientIin": "не ИИН",
      "service": "transfer",
      "status": "completed",
      "step": 40,
      "occurredAt": "2026-04-01T09:00:00+05:00",
      "postedAt": "2026-04-01T09:00:01.500+05:00",
      "title": {
        "kk": "Өңделу үстінде",
        "ru": "В обработке",
        "en": "In processing"
      },
      "text": {
        "kk": "Орын жоқ: Әбілқайырханұлы-Ғұмарғалиұлы-Қоңыратбайұлы-Үмбетәлиһанұлы",
        "ru": "Мест нет «ё» \"кавычки\" \\ / \n",
        "en": "No places left 🎓"
      },
      "resolution": "withdrawn",
      "dueBy": "2026-04-02T18:00:00+05:00",
      "reasons": [
        {
          "code": "document.missing",
          "subject": "deregistrationSlip",
          "clause": "S-transfer.3",
          "text": {
            "kk": "Орын жоқ: Әбілқайырханұлы-Ғұмарғалиұлы-Қоңыратбайұлы-Үмбетәлиһанұлы",
            "ru": "Мест нет «ё» \"кавычки\" \\ / \n",
            "en": "No places left 🎓"
          }
        },
        {
          "code": "document.missing",
          "subject": "deregistrationSlip",
          "clause": "S-transfer.3",
          "text": {
            "kk": "Орын жоқ: Әбілқайырханұлы-Ғұмарғалиұлы-Қоңыратбайұлы-Үмбетәлиһанұлы",
            "ru": "Мест нет «ё» \"кавычки\" \\ / \n",
            "en": "No places left 🎓"
          }
        }
      ],
      "short": {
        "kk": "Өтініш кері қайтарып алынды",
        "ru": "Заявление отозвано",
        "en": "The application was withdrawn"
      }
    }
    """#
}
