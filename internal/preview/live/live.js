// What `weft serve` adds to the pages it shows: it loads a page anew when it is
// another, says what is wrong in people's files, and marks drafts. No page that
// `weft build` writes has it.
(() => {
	"use strict";
	const here = document.currentScript.dataset;
	const place = "weft scroll " + here.path;
	const away = "weft hidden";
	let stream, root;

	const make = (name, properties, ...children) => {
		const e = Object.assign(document.createElement(name), properties);
		e.append(...children);
		return e;
	};

	// Everything shown lies in a shadow of its own, where no style of the site reaches.
	const shadow = () => {
		if (!root) {
			const host = make("div", { lang: "en" });
			root = host.attachShadow({ mode: "open" });
			root.append(make("link", { rel: "stylesheet", href: "/.weft/live.css" }));
			document.body.append(host);
		}
		return root;
	};

	const list = (faults) => make("ul", {}, ...faults.map((f) => make("li", {},
		make("code", { textContent: f.where }), " ", make("span", { className: "said", textContent: f.message }),
		...(f.hint ? [make("br"), make("span", { textContent: "hint: " + f.hint })] : []))));

	const count = (n, one) => n + " " + one + (n === 1 ? "" : "s");

	const tell = (trouble, text) => {
		shadow().querySelector(".trouble")?.remove();
		const bad = trouble.errors.length > 0;
		if (text === sessionStorage.getItem(away) || !bad && trouble.warnings.length === 0) return;
		const title = bad ? count(trouble.errors.length, "problem") + "; this page is as it was before" : count(trouble.warnings.length, "warning");
		const close = make("button", { type: "button", textContent: "hide", onclick: () => { sessionStorage.setItem(away, text); box.remove(); } });
		const body = bad ? [list(trouble.errors.concat(trouble.warnings))]
			: [make("details", {}, make("summary", { textContent: "show" }), list(trouble.warnings))];
		const box = make("section", { className: "trouble " + (bad ? "bad" : "mild") }, make("h2", { textContent: title }), close, ...body);
		box.setAttribute("role", bad ? "alert" : "status");
		shadow().append(box);
	};

	const listen = () => {
		stream = new EventSource("/.weft/events?" + new URLSearchParams({ path: here.path, sum: here.sum }));
		stream.addEventListener("reload", () => {
			stream.close();
			sessionStorage.setItem(place, scrollY);
			location.reload();
		});
		stream.addEventListener("trouble", (e) => {
			if (!document.body.classList.contains("weft-instead")) tell(JSON.parse(e.data), e.data);
		});
		// The server lets few pages listen at once; this one does again when it is looked at.
		stream.addEventListener("rest", () => stream.close());
	};

	if (here.ribbon) shadow().append(make("p", { className: "ribbon", role: "note", lang: document.documentElement.lang, textContent: here.ribbon }));
	const y = sessionStorage.getItem(place);
	if (y !== null) {
		sessionStorage.removeItem(place);
		if (!location.hash) scrollTo({ top: y, behavior: "instant" });
	}
	listen();
	const again = () => { if (!document.hidden && stream.readyState === EventSource.CLOSED) listen(); };
	addEventListener("visibilitychange", again);
	addEventListener("focus", again);
	addEventListener("pageshow", (e) => { if (e.persisted) listen(); });
	addEventListener("pagehide", () => stream.close());
})();
