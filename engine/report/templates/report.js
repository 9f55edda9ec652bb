// Draws each history so that it answers to the pointer and to the arrow keys. Without scripts, and
// in print, the drawing that is in the page already stands.
"use strict";
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function line(text, tag) {
    const p = document.createElement("p");
    const inner = document.createElement(tag);
    inner.textContent = text;
    p.append(inner);
    return p;
  }

  function draw(figure) {
    const live = figure.querySelector(".live");
    const still = figure.querySelector(".still");
    const data = JSON.parse(figure.querySelector("script").textContent);
    // Where it stood with what was known then is shown as marks are: its sign is 2.
    if (data.believed) {
      const [t, p, label] = data.believed;
      data.marks = [...data.marks, [t, p, 2, label]].sort((a, b) => a[0] - b[0]);
    }
    const stops = data.marks.length ? data.marks : data.t.map((t, i) => [t, data.p[i], 0, ""]);
    const tip = document.createElement("div");
    tip.className = "tip";
    tip.dir = document.documentElement.dir;
    tip.setAttribute("role", "status");
    tip.hidden = true;
    let stop = -1;  // where the arrow keys stand

    const nearest = (times, t) => {
      let best = 0;
      times.forEach((time, i) => { if (Math.abs(time - t) < Math.abs(times[best] - t)) best = i; });
      return best;
    };

    function show(plot, t, p, marks) {
      const i = nearest(data.t, t);
      const [percent, interval, day] = data.said[i];
      tip.replaceChildren(...(marks.length ? marks.map((mark) => line(mark[3], "span")) : [line(day, "span")]),
                          line(percent, "b"), line(interval, "span"));
      tip.hidden = false;
      const x = plot.valToPos(t, "x"), y = plot.valToPos(p, "y");
      const left = x > plot.over.clientWidth / 2 ? x - tip.offsetWidth - 14 : x + 14;
      const top = Math.min(Math.max(0, y - tip.offsetHeight / 2), plot.over.clientHeight - tip.offsetHeight);
      tip.style.left = Math.max(0, left) + "px";
      tip.style.top = top + "px";
    }

    function hide() { tip.hidden = true; }

    // The marks that the pointer is on; else the point of the line above or below it.
    function pointed(plot) {
      const { left, top } = plot.cursor;
      if (left < 0 || left == null) { if (stop < 0) hide(); return; }
      stop = -1;
      const near = data.marks.filter((mark) =>
        Math.hypot(plot.valToPos(mark[0], "x") - left, plot.valToPos(mark[1], "y") - top) < 11);
      if (near.length) return show(plot, near[0][0], near[0][1], near.slice(0, 4));
      const i = nearest(data.t, plot.posToVal(left, "x"));
      show(plot, data.t[i], data.p[i], []);
    }

    function drawMarks(plot) {
      const { ctx } = plot, ratio = devicePixelRatio;
      const across = (t, from, to, dash) => {
        ctx.beginPath();
        ctx.setLineDash(dash.map((length) => length * ratio));
        ctx.moveTo(plot.valToPos(t, "x", true), plot.valToPos(from, "y", true));
        ctx.lineTo(plot.valToPos(t, "x", true), plot.valToPos(to, "y", true));
        ctx.stroke();
        ctx.setLineDash([]);
      };
      data.marks.forEach((mark, i) => {
        const [t, p, sign] = mark;
        const x = plot.valToPos(t, "x", true), y = plot.valToPos(p, "y", true);
        const size = (i === stop ? 7 : 4.5) * ratio;
        ctx.lineWidth = 1.5 * ratio;
        if (sign === 0) {  // the definition was revised
          ctx.strokeStyle = colour("--soft");
          return across(t, 0, 1, i === stop ? [] : [4, 3]);
        }
        if (sign === 2) {
          ctx.strokeStyle = colour("--against");
          across(t, p, data.believed[3], [2, 3]);
        }
        ctx.beginPath();
        if (sign === 2) ctx.rect(x - size, y - size, 2 * size, 2 * size);
        else ctx.arc(x, y, size, 0, 2 * Math.PI);
        ctx.lineWidth = 2 * ratio;
        ctx.strokeStyle = colour(sign === 2 ? "--against" : "--accent");
        ctx.fillStyle = colour(sign === 1 ? "--accent" : "--paper");
        ctx.fill();
        ctx.stroke();
      });
    }

    const times = [...data.t, ...data.marks.map((mark) => mark[0])];
    const from = Math.min(...times), to = Math.max(...times, from + 86400);
    const axis = { stroke: () => colour("--soft"), font: "12px " + getComputedStyle(document.body).fontFamily,
                   grid: { stroke: () => colour("--line"), width: 1 }, ticks: { show: false } };
    const room = () => Math.max(1, Math.floor(live.clientWidth / 105));
    const days = () => {
      const step = Math.ceil(data.days.length / room());
      return data.days.filter((_, i) => i % step === 0);
    };
    const size = () => ({ width: live.clientWidth, height: live.clientHeight });

    still.hidden = true;
    live.hidden = false;
    const plot = new uPlot({
      ...size(),
      legend: { show: false },
      padding: [12, 16, 0, 0],
      scales: { x: { time: false, range: () => [from, to] }, y: { range: () => [0, 1] } },
      axes: [
        { ...axis, grid: { show: false }, size: 46, splits: () => days().map((day) => day[0]),
          values: () => days().map((day) => day[1] + (day[2] ? "\n" + day[2] : "")) },
        { ...axis, size: 52, splits: () => data.levels.map((level) => level[0]),
          values: () => data.levels.map((level) => level[1]) },
      ],
      series: [
        {},
        { stroke: "transparent", points: { show: false } },
        { stroke: "transparent", points: { show: false } },
        { stroke: () => colour("--accent"), width: 2, points: { show: false } },
      ],
      bands: [{ series: [2, 1], fill: () => colour("--band") }],
      cursor: { drag: { x: false, y: false, setScale: false }, y: false, points: { show: false } },
      hooks: { draw: [drawMarks], setCursor: [pointed] },
    }, [data.t, data.low, data.high, data.p], live);
    plot.over.append(tip);

    live.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (by) {
        event.preventDefault();
        stop = Math.min(Math.max(stop < 0 ? (by > 0 ? 0 : stops.length - 1) : stop + by, 0), stops.length - 1);
        const [t, p] = stops[stop];
        show(plot, t, p, data.marks.length ? [stops[stop]] : []);
        plot.redraw(false);
      } else if (event.key === "Escape") {
        leave();
      }
    });
    const leave = () => { stop = -1; hide(); plot.redraw(false); };
    live.addEventListener("blur", leave);
    new ResizeObserver(() => { if (live.clientWidth) plot.setSize(size()); }).observe(live);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plot.redraw(false));
  }

  document.querySelectorAll("figure.chart").forEach(draw);

  // What is folded away is printed all the same.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((details) => { details.open = false; }));
})();
