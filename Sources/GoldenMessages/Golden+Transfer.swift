extension Golden {
  package static let transferRequestedMinimal = #"""
    {
      "applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11",
      "number": "10100000000001",
      "submittedAt": "2026-04-01T09:00:00+05:00",
      "language": "kk",
      "form": {
        "service": "enrolment",
        "language": "kk",
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
        },
        "school": {
          "bin": "950341000052"
        },
        "grade": 1,
        "instructionLanguage": "kk"
      }
    }
    """#

  package static let transferRequestedTypical = #"""
    {
      "applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11",
      "number": "10100000000001",
      "submittedAt": "2026-04-01T09:00:00+05:00",
      "dueBy": "2026-04-02T18:00:00+05:00",
      "language": "kk",
      "form": {
        "service": "enrolment",
        "language": "kk",
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
        "school": {
          "bin": "950341000052"
        },
        "grade": 1,
        "instructionLanguage": "kk",
        "statusCategories": [
          "unemployedParents"
        ],
        "consentToDataAccess": true,
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
        "transfer": null
      }
    }
    """#

  package static let transferRequestedWorst = #"""
    {
      "applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11",
      "number": "KZ-2026/ABCDEFGHIJKLMNOPQRSTUVWX",
      "submittedAt": "2026-04-01T09:00:00.123+05:00",
      "dueBy": "2026-04-02T18:00:00+05:00",
      "language": "ru",
      "form": {
        "service": "transfer",
        "language": "ru",
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
        "school": {
          "bin": "нет"
        },
        "grade": 12,
        "instructionLanguage": "ұйғыр тілі",
        "statusCategories": [
          "targetedSocialAssistance",
          "unemployedParents",
          "lowIncome",
          "orphan",
          "emergency"
        ],
        "consentToDataAccess": true,
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
        "transfer": {
          "fromSchool": {
            "bin": "961141000023"
          },
          "identityDocument": {
            "type": "birthCertificate",
            "number": "ЖТ-0000001"
          },
          "deregistrationSlip": {
            "number": "№ 17/ә",
            "issuedOn": "2026-06-10",
            "childIin": "190512600003",
            "fromSchoolBin": "961141000023",
            "grade": 0
          }
        }
      }
    }
    """#
}
