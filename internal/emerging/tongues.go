package emerging

import "weft/internal/text"

// functionWordsOf are the words of a site's language, English aside, that no
// subject begins or ends with, months and days among them. They are asked for
// the site's language alone: German's "war" is not English's.
func functionWordsOf(language string) map[string]bool {
	return stemmed(language, tongues[text.Stemmed(language)]+" "+tongues[primary(language)])
}

func primary(language string) string {
	if len(language) < 2 {
		return ""
	}
	return text.Fold(language[:2])
}

var tongues = map[string]string{
	"de": `der die das den dem des ein eine einer eines einem einen und oder aber auch als am an auf aus bei bis da dann dass denn dies diese dieser
 dieses doch du durch er es für gegen hat haben habe hatte ich ihr ihre im in ins ist ja jede jeder jedes kann kein keine können man mehr mein mit
 nach nicht noch nun nur ob ohne sehr sein seine sich sie sind so sondern über um uns unser unsere unter viel viele vom von vor war was weil wenn
 werden wie wieder wir wird wo wurde zu zum zur zwischen alle allen alles heute morgen gestern januar februar märz april mai juni juli august
 september oktober november dezember montag dienstag mittwoch donnerstag freitag samstag sonntag`,
	"fr": `le la les l un une des du de d et ou mais donc or ni car au aux à avec ce cet cette ces c comme dans elle elles en est sont était être
 avoir a ont il ils je j leur leurs lui ma mes moi mon ne n nos notre nous on où par pas plus pour qu que qui sa sans se s ses si son sur ta te tes
 toi ton tous tout toute toutes très tu vos votre vous y fait faire peut aussi bien entre même janvier février mars avril mai juin juillet août
 septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche`,
	"es": `el la los las un una unos unas y o u e pero de del a al con como cuando desde donde durante en entre es está están este esta estos estas
 eso esto fue ha han hay hasta la le les lo más me mi mis muy no nos nuestro nuestra o para pero por porque que qué quien se ser sin sobre son su
 sus también tan te todo toda todos todas tu tus uno ya yo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
 lunes martes miércoles jueves viernes sábado domingo`,
	"it": `il lo la i gli le un uno una e o ma di del della dei delle degli dello a al alla ai alle da dal dalla in nel nella nei con su sul sulla
 per tra fra che chi come cosa cui dove è sono era essere ha hanno ho si non più meno molto anche ancora già questo questa questi queste quello
 quella suo sua suoi loro noi voi io tu lui lei ci se perché quando tutto tutti tutte gennaio febbraio marzo aprile maggio giugno luglio agosto
 settembre ottobre novembre dicembre lunedì martedì mercoledì giovedì venerdì sabato domenica`,
	"nl": `de het een en of maar want dus aan als bij dan dat deze die dit door er haar hebben heeft hem hij hoe hun ik in is je jij jullie kan
 kunnen maar me meer met mijn na naar niet nog nu om onder ons onze ook op over te ten tot tussen uit van veel voor waar was wat we werd wie wij
 worden wordt zal ze zich zij zijn zo zonder zou alle alles januari februari maart april mei juni juli augustus september oktober november december
 maandag dinsdag woensdag donderdag vrijdag zaterdag zondag`,
	"pt": `o a os as um uma uns umas e ou mas de do da dos das em no na nos nas a ao à aos às com como para por pelo pela que quem se sem ser é são
 foi era há mais mas me meu minha muito não nós nosso nossa onde porque quando sobre seu sua seus suas também te tem têm todo toda todos todas tu
 você já eu ele ela eles elas isso este esta janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro segunda terça
 quarta quinta sexta sábado domingo`,
	"sv": `och eller men att av den det de en ett för från ha har hade han hon hur i inte jag kan med man mer mycket nu när någon något om oss på
 sig sin som så till under upp ut vad var vara vi vid vilka är över alla allt januari februari mars april maj juni juli augusti september oktober
 november december måndag tisdag onsdag torsdag fredag lördag söndag`,
	"cy": `y yr a ac ag ar am at i o yn gan gyda heb hyd mewn neu ond os pan nad na ni nid fel er wedi wrth rhwng trwy drwy dros dan fe mi ei eu ein
 eich fy dy hi ef nhw chi ti mae oedd bod yw sydd sy hwn hon hyn hynny ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref
 tachwedd rhagfyr llun mercher iau gwener sadwrn sul`,
}
