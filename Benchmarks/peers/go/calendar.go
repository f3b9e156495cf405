package main

import "time"

type monthDay struct {
	month time.Month
	day   int
}

type holiday struct {
	monthDay
	from, through int
	stays         bool
}

var holidays = []holiday{
	{monthDay: monthDay{1, 1}}, {monthDay: monthDay{1, 2}}, {monthDay: monthDay{1, 7}, stays: true}, {monthDay: monthDay{3, 8}},
	{monthDay: monthDay{3, 15}, from: 2027}, {monthDay: monthDay{3, 21}}, {monthDay: monthDay{3, 22}}, {monthDay: monthDay{3, 23}},
	{monthDay: monthDay{5, 1}}, {monthDay: monthDay{5, 7}}, {monthDay: monthDay{5, 9}}, {monthDay: monthDay{7, 6}},
	{monthDay: monthDay{8, 30}, through: 2025}, {monthDay: monthDay{10, 25}}, {monthDay: monthDay{12, 16}},
}

var kurbanAit = map[int]monthDay{2025: {6, 6}, 2026: {5, 27}, 2027: {5, 16}, 2028: {5, 5}}

var answerWorkingDays = map[string]int{"enrolment": 1, "homeSchooling": 2}

// due is 18:00 of the last working day allowed, counted from the day after submission.
func due(service string, submittedAt time.Time) time.Time {
	day := dayOf(submittedAt)
	for left := answerWorkingDays[service]; left > 0; {
		day = day.AddDate(0, 0, 1)
		if isWorkingDay(day) {
			left--
		}
	}
	return day.Add(18 * time.Hour)
}

func dayOf(t time.Time) time.Time {
	y, m, d := t.In(kazakhstan).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, kazakhstan)
}

func isWorkingDay(day time.Time) bool {
	at := monthDay{day.Month(), day.Day()}
	if day.Year() == 2025 && at == (monthDay{1, 5}) {
		return true
	}
	if isOffByDate(day) || day.Year() == 2025 && at == (monthDay{1, 3}) {
		return false
	}
	return !contains(movedHolidays(day.Year()), day) && !contains(movedHolidays(day.Year()-1), day)
}

func isOffByDate(day time.Time) bool {
	at := monthDay{day.Month(), day.Day()}
	if isWeekend(day) || kurbanAit[day.Year()] == at {
		return true
	}
	for _, h := range holidays {
		if h.monthDay == at && h.isKept(day.Year()) {
			return true
		}
	}
	return false
}

func movedHolidays(year int) []time.Time {
	var moved []time.Time
	for _, h := range holidays {
		day := time.Date(year, h.month, h.day, 0, 0, 0, 0, kazakhstan)
		if h.stays || !h.isKept(year) || !isWeekend(day) {
			continue
		}
		for isOffByDate(day) || contains(moved, day) {
			day = day.AddDate(0, 0, 1)
		}
		moved = append(moved, day)
	}
	return moved
}

func (h holiday) isKept(year int) bool {
	return (h.from == 0 || h.from <= year) && (h.through == 0 || year <= h.through)
}

func isWeekend(day time.Time) bool {
	return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
}

func contains(days []time.Time, day time.Time) bool {
	for _, d := range days {
		if d.Equal(day) {
			return true
		}
	}
	return false
}
