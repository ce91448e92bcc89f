/** Kinds of outcome, each as a reference (area) and predictions (outlines). */
const PICTURES = [
  { name: "matched", areas: [[30, 24, 15, 11]], outlines: [[31, 25, 15, 11]], outcome: "matched" },
  {
    name: "split",
    areas: [[30, 24, 20, 12]],
    outlines: [
      [20, 24, 8, 9],
      [40, 24, 9, 9],
    ],
    outcome: "split",
  },
  {
    name: "merged",
    areas: [
      [20, 24, 8, 9],
      [40, 24, 9, 9],
    ],
    outlines: [[30, 24, 22, 14]],
    outcome: "merged",
  },
  { name: "missed", areas: [[30, 24, 13, 10]], outlines: [], outcome: "missed" },
  { name: "spurious", areas: [], outlines: [[30, 24, 13, 10]], outcome: "spurious" },
] as const;

/** Five small pictures, one for each outcome of an instance. */
export function ErrorPictures() {
  return (
    <ul class="pictures" aria-label="Outcomes of an instance">
      {PICTURES.map(({ name, areas, outlines, outcome }) => (
        <li key={name} style={{ "--outcome": `var(--voxmatch-${outcome})` }}>
          <svg viewBox="0 0 60 48" width="60" height="48" aria-hidden="true">
            {areas.map(([cx, cy, rx, ry]) => (
              <ellipse key={cx} class="area" cx={cx} cy={cy} rx={rx} ry={ry} />
            ))}
            {outlines.map(([cx, cy, rx, ry]) => (
              <ellipse key={cx} class="outline" cx={cx} cy={cy} rx={rx} ry={ry} />
            ))}
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
