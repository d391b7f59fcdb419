package feed

import "strings"

// months are the names and abbreviations of the languages of Europe whose
// feeds use their own, as foldDate leaves them. A name that is one month here
// and another there (listopad is November in Prague and October in Zagreb) is
// in no line.
var months = [...]string{
	"jan january januar janvier janv enero ene gennaio gen janeiro januari styczen stycznia sty leden ledna ian ianuarie gener ocak ionawr tammikuu tammikuuta január ιαν ιανουαριος ιανουαριου январь января янв січень січня",
	"feb february februar fevrier fevr fev febrero febbraio fevereiro februari luty lutego unor unora februarie febrer febr subat chwefror helmikuu helmikuuta φεβ φεβρουαριος φεβρουαριου февраль февраля фев лютий лютого",
	"mar march marz mars marzo marco maart mrt mart marzec marca brezen brezna martie marc marcius mawrth maaliskuu maaliskuuta mrz maerz μαρ μαρτ μαρτιος μαρτιου μαω март марта мар березень березня",
	"apr april avril avr abril abr aprile kwiecien kwietnia kwi duben dubna aprilie nisan ebrill huhtikuu huhtikuuta aprilis απρ απριλιος απριλιου апрель апреля апр квітень квітня",
	"may mai mayo maggio mag maio mei maj maja kveten kvetna maig majus mayıs toukokuu toukokuuta μαι μαιος μαιου май мая травень травня",
	"jun june juni juin junio giugno giu junho czerwiec czerwca cze cerven cervna iunie juny haziran mehefin kesakuu kesakuuta junius ιουν ιουνιος ιουνιου ιον июнь июня июн червень червня",
	"jul july juli juillet juil julio luglio lug julho lipiec lipca cervenec cervence iulie juliol temmuz gorffennaf heinakuu heinakuuta julius ιουλ ιουλιος ιουλιου ιολ июль июля июл липень липня",
	"aug august aout agosto ago augustus augusti sierpien sierpnia sie srpen srpna agost agustos ağustos awst elokuu elokuuta augusztus αυγ αυγουστος αυγουστου август августа авг серпень серпня",
	"sep sept september septembre septiembre settembre set setembro wrzesien wrzesnia wrz zari septembrie setembre eylul medi syyskuu syyskuuta szeptember σεπ σεπτ σεπτεμβριος σεπτεμβριου сентябрь сентября сен вересень вересня",
	"oct october oktober okt octobre octubre ottobre ott outubro out pazdziernik pazdziernika paz rijen rijna octombrie ekim hydref lokakuu lokakuuta οκτ οκτωβριος οκτωβριου октябрь октября окт жовтень жовтня",
	"nov november novembre noviembre novembro noiembrie kasim kasım tachwedd marraskuu marraskuuta listopadu νοε νοεμ νοεμβριος νοεμβριου ноябрь ноября ноя",
	"dec december dezember dez decembre diciembre dic dicembre dezembro desembre desember des grudzien grudnia gru prosinec prosince decembrie aralik aralık rhagfyr joulukuu joulukuuta δεκ δεκεμβριος δεκεμβριου декабрь декабря дек грудень грудня",
}

var monthOf = monthTable()

func monthTable() map[string]int {
	table := map[string]int{}
	for i, names := range months {
		for _, name := range strings.Fields(names) {
			table[foldDate(name)] = i + 1
		}
	}
	return table
}

// month reads a name, as foldDate leaves it, or a number; 0 is none.
func month(s string) int {
	if isNumber(s) {
		return number4(s)
	}
	return monthOf[s]
}
