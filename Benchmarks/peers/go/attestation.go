package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// signatureFact is what is known of a form's signature.
type signatureFact struct {
	word string // genuine, otherSigner or invalid
	// use is the key by which a signature is used up; nothing if it is invalid.
	use string
}

var invalidSignature = signatureFact{word: "invalid"}

func parseKeys(content []byte) ([]*ecdsa.PublicKey, error) {
	var keys []*ecdsa.PublicKey
	for {
		block, rest := pem.Decode(content)
		if block == nil {
			break
		}
		key, err := x509.ParsePKIXPublicKey(block.Bytes)
		if err != nil {
			return nil, err
		}
		ec, ok := key.(*ecdsa.PublicKey)
		if !ok || ec.Curve != elliptic.P256() {
			return nil, errors.New("SMS_ATTESTATION_KEYS holds a key that is not of the curve P-256")
		}
		keys, content = append(keys, ec), rest
	}
	if len(keys) == 0 {
		return nil, errors.New("SMS_ATTESTATION_KEYS holds no key")
	}
	return keys, nil
}

// judgeAttestation says whether the portal attests that the applicant confirmed this form about the time of submission.
func judgeAttestation(a *application, keys []*ecdsa.PublicKey) signatureFact {
	parts := strings.Split(a.attestation, ".")
	if len(parts) != 3 {
		return invalidSignature
	}
	encoding := base64.RawURLEncoding.Strict()
	head, err1 := encoding.DecodeString(parts[0])
	payload, err2 := encoding.DecodeString(parts[1])
	signature, err3 := encoding.DecodeString(parts[2])
	var header struct {
		Alg  string   `json:"alg"`
		Crit []string `json:"crit"`
	}
	if err1 != nil || err2 != nil || err3 != nil || json.Unmarshal(head, &header) != nil {
		return invalidSignature
	}
	if header.Alg != "ES256" || header.Crit != nil || len(signature) != 64 {
		return invalidSignature
	}
	if !signedByOne(keys, a.attestation[:len(parts[0])+1+len(parts[1])], signature) {
		return invalidSignature
	}
	var claims struct {
		Sub        *string  `json:"sub"`
		Phone      *string  `json:"phone"`
		Iat        *float64 `json:"iat"`
		FormSha256 string   `json:"formSha256"`
	}
	if json.Unmarshal(payload, &claims) != nil || claims.Sub == nil || claims.Phone == nil || claims.Iat == nil {
		return invalidSignature
	}
	hash := sha256.Sum256(a.formBytes)
	formHash := hex.EncodeToString(hash[:])
	confirmed := int64(*claims.Iat * 1000)
	age := a.submittedAt.UnixMilli() - confirmed
	if claims.FormSha256 != formHash || age > (24*time.Hour).Milliseconds() || age < -(5*time.Minute).Milliseconds() {
		return invalidSignature
	}
	use := sha256.Sum256([]byte(fmt.Sprintf("%s %s %d", *claims.Sub, formHash, confirmed)))
	fact := signatureFact{word: "genuine", use: hex.EncodeToString(use[:])}
	if *claims.Sub != a.form.Applicant.IIN {
		fact.word = "otherSigner"
	}
	return fact
}

func signedByOne(keys []*ecdsa.PublicKey, text string, signature []byte) bool {
	hash := sha256.Sum256([]byte(text))
	r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
	for _, key := range keys {
		if ecdsa.Verify(key, hash[:], r, s) {
			return true
		}
	}
	return false
}
