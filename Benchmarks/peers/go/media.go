package main

import (
	"bytes"
	"encoding/binary"
)

// inspect says whether the content is of the type and whole, and for a picture its size as a viewer shows it, 0 if it
// does not tell.
func inspect(mediaType string, content []byte) (whole bool, width, height int) {
	switch mediaType {
	case "application/pdf":
		tail := content
		if len(tail) > 1024 {
			tail = tail[len(tail)-1024:]
		}
		return bytes.HasPrefix(content, []byte("%PDF-")) && bytes.Contains(tail, []byte("%%EOF")), 0, 0
	case "image/png":
		if !isWholePNG(content) {
			return false, 0, 0
		}
		if len(content) >= 24 && string(content[12:16]) == "IHDR" {
			width, height = int(binary.BigEndian.Uint32(content[16:])), int(binary.BigEndian.Uint32(content[20:]))
		}
		return true, width, height
	case "image/jpeg":
		if !bytes.HasPrefix(content, []byte{0xFF, 0xD8, 0xFF}) || !bytes.HasSuffix(content, []byte{0xFF, 0xD9}) {
			return false, 0, 0
		}
		width, height = jpegSize(content)
		return true, width, height
	}
	return false, 0, 0
}

// isWholePNG follows the chunks to IEND.
func isWholePNG(content []byte) bool {
	if !bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")) {
		return false
	}
	for at := 8; at+12 <= len(content); {
		length := int(binary.BigEndian.Uint32(content[at:]))
		if at+12+length > len(content) {
			return false
		}
		if string(content[at+4:at+8]) == "IEND" {
			return true
		}
		at += 12 + length
	}
	return false
}

// jpegSize reads the frame's size, turned if the camera noted that the picture lies on its side.
func jpegSize(content []byte) (width, height int) {
	orientation := 0
	for at := 2; at+4 <= len(content) && content[at] == 0xFF; {
		marker := content[at+1]
		switch {
		case marker == 0xFF:
			at++
			continue
		case marker == 0x01 || marker >= 0xD0 && marker <= 0xD8:
			at += 2
			continue
		case marker == 0xD9 || marker == 0xDA:
			at = len(content)
			continue
		}
		end := at + 2 + int(binary.BigEndian.Uint16(content[at+2:]))
		if end > len(content) {
			break
		}
		segment := content[at+4 : end]
		switch {
		case marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC && len(segment) >= 5 && width == 0:
			height, width = int(binary.BigEndian.Uint16(segment[1:])), int(binary.BigEndian.Uint16(segment[3:]))
		case marker == 0xE1 && orientation == 0:
			orientation = exifOrientation(segment)
		}
		at = end
	}
	if orientation >= 5 {
		width, height = height, width
	}
	return width, height
}

// exifOrientation gives 1 to 8, or 0 if the segment does not tell.
func exifOrientation(segment []byte) int {
	if !bytes.HasPrefix(segment, []byte("Exif\x00\x00")) || len(segment) < 14 {
		return 0
	}
	tiff := segment[6:]
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	list := int(order.Uint32(tiff[4:]))
	if order.Uint16(tiff[2:]) != 42 || list < 0 || list+2 > len(tiff) {
		return 0
	}
	for i, count := 0, int(order.Uint16(tiff[list:])); i < count; i++ {
		entry := list + 2 + 12*i
		if entry+12 > len(tiff) {
			return 0
		}
		if order.Uint16(tiff[entry:]) != 0x0112 {
			continue
		}
		if value := int(order.Uint16(tiff[entry+8:])); order.Uint16(tiff[entry+2:]) == 3 && order.Uint32(tiff[entry+4:]) == 1 && value >= 1 && value <= 8 {
			return value
		}
		return 0
	}
	return 0
}
