package main

import (
	"crypto/sha1"
	"encoding/hex"
	"strings"
	"time"
)

type uuid [16]byte

func parseUUID(text string) (id uuid, ok bool) {
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return id, false
	}
	_, err := hex.Decode(id[:], []byte(text[:8]+text[9:13]+text[14:18]+text[19:23]+text[24:]))
	return id, err == nil
}

func (id uuid) String() string {
	var text [36]byte
	hex.Encode(text[:8], id[:4])
	hex.Encode(text[9:13], id[4:6])
	hex.Encode(text[14:18], id[6:8])
	hex.Encode(text[19:23], id[8:10])
	hex.Encode(text[24:], id[10:])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}

// derived is the UUIDv5 of a name in this id's namespace.
func (id uuid) derived(name string) uuid {
	hash := sha1.Sum(append(append(make([]byte, 0, 128), id[:]...), name...))
	var out uuid
	copy(out[:], hash[:])
	out[6] = out[6]&0x0F | 0x50
	out[8] = out[8]&0x3F | 0x80
	return out
}

// digitsOf gives the twelve digits of an IIN or BIN whose check digit is right.
func digitsOf(text string) (digits [12]int, ok bool) {
	if len(text) != 12 || text == "000000000000" {
		return digits, false
	}
	for i := range digits {
		digits[i] = int(text[i]) - '0'
		if digits[i] < 0 || digits[i] > 9 {
			return digits, false
		}
	}
	for _, shift := range []int{0, 2} {
		sum := 0
		for i := 0; i < 11; i++ {
			sum += digits[i] * ((i+shift)%11 + 1)
		}
		if rest := sum % 11; rest < 10 {
			return digits, rest == digits[11]
		}
	}
	return digits, false
}

func isIIN(text string) bool {
	d, ok := digitsOf(text)
	if !ok || d[6] < 1 || d[6] > 6 {
		return false
	}
	year, month, day := 1800+(d[6]-1)/2*100+d[0]*10+d[1], d[2]*10+d[3], d[4]*10+d[5]
	date := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return month >= 1 && month <= 12 && day >= 1 && date.Day() == day
}

func isBIN(text string) bool {
	d, ok := digitsOf(text)
	month := d[2]*10 + d[3]
	return ok && month >= 1 && month <= 12 && d[4] >= 4 && d[4] <= 6 && d[5] <= 3
}

func shortName(c child) string {
	for _, r := range c.FamilyName {
		return c.GivenName + " " + string(r) + "."
	}
	return strings.TrimSpace(c.GivenName)
}
