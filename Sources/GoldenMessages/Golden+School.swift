extension Golden {
  package static let admissionRequestedMinimal = #"""
    {
      "applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11",
      "number": "10100000000001",
      "service": "enrolment",
      "school": {
        "bin": "950341000052"
      },
      "grade": 1,
      "instructionLanguage": "kk",
      "submittedAt": "2026-04-01T09:00:00+05:00",
      "arrival": 17,
      "applicant": {
        "iin": "850101300005",
        "familyName": "Үлгі",
        "givenName": "Ана",
        "relation": "parent"
      },
      "child": {
        "iin": "190512600003",
        "familyName": "Үлгі",
        "givenName": "Бала",
        "birthDate": "2019-05-12"
      }
    }
    """#

  package static let admissionRequestedTypical = #"""
    {
      "applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11",
      "number": "10100000000001",
      "service": "enrolment",
      "school": {
        "bin": "950341000052"
      },
      "grade": 1,
      "instructionLanguage": "kk",
      "submittedAt": "2026-04-01T09:00:00+05:00",
      "arrival": 17,
      "applicant": {
        "iin": "850101300005",
        "familyName": "Үлгі",
        "givenName": "Ана",
        "relation": "parent",
        "patronymic": null,
        "phone": "+77010000001"
      },
      "child": {
        "iin": "190512600003",
        "familyName": "Үлгі",
        "givenName": "Бала",
        "birthDate": "2019-05-12",
        "patronymic": null,
        "bornAbroad": false
      },
      "dueBy": "2026-04-02T18:00:00+05:00",
      "documents": [
        {
          "kind": "photo",
          "reference": "sha256/cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
          "fileName": "photo.jpg",
          "mediaType": "image/jpeg",
          "size": 48213,
          "sha256": "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
        }
      ],
      "statusCategories": [
        "orphan"
      ],
      "fromSchool": null,
      "conflictsWith": null
    }
    """#

  package static let admissionRequestedWorst = #"""
    {
      "applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11",
      "number": "KZ-2026/ABCDEFGHIJKLMNOPQRSTUVWX",
      "service": "transfer",
      "school": {
        "bin": "950341000052"
      },
      "grade": 0,
      "instructionLanguage": "ұйғыр тілі",
      "submittedAt": "2026-04-01T09:00:00+05:00",
      "arrival": 9007199254740991,
      "applicant": {
        "iin": "не число",
        "familyName": "Әбілқайырханұлы-Ғұмарғалиұлы-Қоңыратбайұлы-Үмбетәлиһанұлы",
        "givenName": "Өжетһан-Іңкәрғали-Ңұрәкіөғқ-ҮҰҺІӘҒҚҢӨ",
        "patronymic": "Ұлықбекәлімжанқызы-әғқңөұүһі",
        "relation": "legalRepresentative",
        "phone": "8 (701) 000-00-01"
      },
      "child": {
        "iin": "",
        "familyName": "Әбілқайырханұлы-Ғұмарғалиұлы-Қоңыратбайұлы-Үмбетәлиһанұлы",
        "givenName": "Өжетһан-Іңкәрғали-Ңұрәкіөғқ-ҮҰҺІӘҒҚҢӨ",
        "patronymic": "Ұлықбекәлімжанқызы-әғқңөұүһі",
        "birthDate": "2020-02-29",
        "bornAbroad": true
      },
      "dueBy": "2026-04-02T18:00:00+05:00",
      "documents": [
        {
          "kind": "birthCertificate",
          "reference": "sha256/abababababababababababababababababababababababababababababababab",
          "mediaType": "application/pdf",
          "size": 5242880,
          "sha256": "abababababababababababababababababababababababababababababababab",
          "fileName": "Баланың құжаты birthCertificate.pdf"
        },
        {
          "kind": "photo",
          "reference": "sha256/abababababababababababababababababababababababababababababababab",
          "mediaType": "application/pdf",
          "size": 5242880,
          "sha256": "abababababababababababababababababababababababababababababababab",
          "fileName": "Баланың құжаты photo.pdf"
        },
        {
          "kind": "healthForm063",
          "reference": "sha256/abababababababababababababababababababababababababababababababab",
          "mediaType": "application/pdf",
          "size": 5242880,
          "sha256": "abababababababababababababababababababababababababababababababab",
          "fileName": "Баланың құжаты healthForm063.pdf"
        },
        {
          "kind": "healthForm026",
          "reference": "sha256/abababababababababababababababababababababababababababababababab",
          "mediaType": "application/pdf",
          "size": 5242880,
          "sha256": "abababababababababababababababababababababababababababababababab",
          "fileName": "Баланың құжаты healthForm026.pdf"
        },
        {
          "kind": "targetedSocialAssistanceCertificate",
          "reference": "sha256/abababababababababababababababababababababababababababababababab",
          "mediaType": "application/pdf",
          "size": 5242880,
          "sha256": "abababababababababababababababababababababababababababababababab",
          "fileName": "Баланың құжаты targetedSocialAssistanceCertificate.pdf"
        },
        {
          "kind": "unemploymentCertificate",
          "reference": "sha256/abababababababababababababababababababababababababababababababab",
          "mediaType": "application/pdf",
          "size": 5242880,
          "sha256": "abababababababababababababababababababababababababababababababab",
          "fileName": "Баланың құжаты unemploymentCertificate.pdf"
        },
        {
          "kind": "incomeStatement",
          "reference": "sha256/abababababababababababababababababababababababababababababababab",
          "mediaType": "application/pdf",
          "size": 5242880,
          "sha256": "abababababababababababababababababababababababababababababababab",
          "fileName": "Баланың құжаты incomeStatement.pdf"
        },
        {
          "kind": "guardianshipDecision",
          "reference": "sha256/abababababababababababababababababababababababababababababababab",
          "mediaType": "application/pdf",
          "size": 5242880,
          "sha256": "abababababababababababababababababababababababababababababababab",
          "fileName": "Баланың құжаты guardianshipDecision.pdf"
        },
        {
          "kind": "collegialBodyDecision",
          "reference": "sha256/abababababababababababababababababababababababababababababababab",
          "mediaType": "application/pdf",
          "size": 5242880,
          "sha256": "abababababababababababababababababababababababababababababababab",
          "fileName": "Баланың құжаты collegialBodyDecision.pdf"
        },
        {
          "kind": "medicalCommissionConclusion",
          "reference": "sha256/abababababababababababababababababababababababababababababababab",
          "mediaType": "application/pdf",
          "size": 5242880,
          "sha256": "abababababababababababababababababababababababababababababababab",
          "fileName": "Баланың құжаты medicalCommissionConclusion.pdf"
        },
        {
          "kind": "pmpkConclusion",
          "reference": "sha256/abababababababababababababababababababababababababababababababab",
          "mediaType": "application/pdf",
          "size": 5242880,
          "sha256": "abababababababababababababababababababababababababababababababab",
          "fileName": "Баланың құжаты pmpkConclusion.pdf"
        },
        {
          "kind": "identityDocument",
          "reference": "sha256/abababababababababababababababababababababababababababababababab",
          "mediaType": "application/pdf",
          "size": 5242880,
          "sha256": "abababababababababababababababababababababababababababababababab",
          "fileName": "Баланың құжаты identityDocument.pdf"
        },
        {
          "kind": "deregistrationSlip",
          "reference": "sha256/abababababababababababababababababababababababababababababababab",
          "mediaType": "application/pdf",
          "size": 5242880,
          "sha256": "abababababababababababababababababababababababababababababababab",
          "fileName": "Баланың құжаты deregistrationSlip.pdf"
        }
      ],
      "statusCategories": [
        "targetedSocialAssistance",
        "unemployedParents",
        "lowIncome",
        "orphan",
        "emergency"
      ],
      "fromSchool": {
        "bin": "961141000023"
      },
      "conflictsWith": "10100000000002"
    }
    """#

  package static let decidedMinimal = #"""
    {
      "applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11",
      "school": {
        "bin": "950341000052"
      },
      "decision": "enrolled",
      "decidedAt": "2026-04-01T09:00:00+05:00"
    }
    """#

  package static let decidedTypical = #"""
    {
      "applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11",
      "school": {
        "bin": "950341000052"
      },
      "decision": "refused",
      "decidedAt": "2026-04-01T09:00:00+05:00",
      "reasons": [
        {
          "code": "places.none"
        },
        {
          "code": "documents.late",
          "text": {
            "kk": "Құжаттар кеш келді",
            "ru": "Документы поступили поздно"
          }
        }
      ],
      "decidedBy": "director",
      "supersedes": null
    }
    """#

  package static let decidedWorst = #"""
    {
      "applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11",
      "school": {
        "bin": "нет"
      },
      "decision": "refused",
      "decidedAt": "2026-04-02T12:30:00.007+05:00",
      "reasons": [
        {
          "code": "document.unreadable",
          "text": {
            "kk": "Орын жоқ: Әбілқайырханұлы-Ғұмарғалиұлы-Қоңыратбайұлы-Үмбетәлиһанұлы",
            "ru": "Мест нет «ё» \"кавычки\" \\ / \n",
            "en": "No places left 🎓"
          }
        },
        {
          "code": "орын.жоқ",
          "text": {
            "kk": "Орын жоқ: Әбілқайырханұлы-Ғұмарғалиұлы-Қоңыратбайұлы-Үмбетәлиһанұлы",
            "ru": "Мест нет «ё» \"кавычки\" \\ / \n",
            "en": "No places left 🎓"
          }
        }
      ],
      "decidedBy": "Директор Әбілқайырханұлы-Ғұмарғалиұлы-Қоңыратбайұлы-Үмбетәлиһанұлы",
      "supersedes": "0b9c6a52-6d0b-4a1e-8f43-2f9b8f1f2a10"
    }
    """#
}
