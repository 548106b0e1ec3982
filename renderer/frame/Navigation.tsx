import { useMay } from '../link/may';
import { address } from '../route';
import { GROUPS, type Screen } from './screen';
import { SCREENS } from './screens';

/** The screens that the person here may use, as navigation lists them. */
export function useListedScreens(): readonly Screen[] {
  const may = useMay();
  return SCREENS.filter(({ under, needs }) => under === undefined && (needs === undefined || may(needs)));
}

/** The dispatcher's screens, and one way into each other group. */
export function Navigation({ current }: { readonly current: Screen | undefined }) {
  const listed = useListedScreens();
  const shown = current?.under ?? current?.screen;
  return (
    <nav aria-label="Screens">
      {listed
        .filter(({ group }) => group === 'dispatcher')
        .map(({ screen, name }) => (
          <a key={screen} href={address(screen)} {...(shown === screen ? { 'aria-current': 'page' as const } : {})}>
            {name}
          </a>
        ))}
      {GROUPS.slice(1).map(({ group, name }) => {
        const first = listed.find((each) => each.group === group);
        if (first === undefined) return null;
        return (
          <a
            key={group}
            className="group"
            href={address(first.screen)}
            {...(current?.group === group ? { 'aria-current': 'true' as const } : {})}
          >
            {name}
          </a>
        );
      })}
    </nav>
  );
}

/** Beside a supervisor's or an administrator's screen: the others of its group. */
export function GroupNavigation({ current }: { readonly current: Screen }) {
  const listed = useListedScreens().filter(({ group }) => group === current.group);
  const name = GROUPS.find(({ group }) => group === current.group)?.name;
  const shown = current.under ?? current.screen;
  return (
    <nav className="groupNavigation" aria-label={name}>
      <ul className="plain">
        {listed.map((each) => (
          <li key={each.screen}>
            <a href={address(each.screen)} {...(shown === each.screen ? { 'aria-current': 'page' as const } : {})}>
              {each.name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
